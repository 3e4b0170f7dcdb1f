import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalBytes } from '../core/canonical.ts';
import { withTransaction } from '../db/transaction.ts';
import { asPlanner } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { emitAudit, leafHash } from './emit.ts';
import { linkOf, viewOfEntry } from './rules.ts';

const { db } = await testDatabase();
const ctx = asPlanner();
const claim = (entityId: string) =>
  ({
    action: 'disruption.claimed',
    entityId,
    meaning: `${entityId} was claimed.`,
    before: { owner: null },
    after: { owner: 'Zoë' },
  }) as const;

test('an entry is canonical bytes under an RFC 6962 leaf hash', async () => {
  await withTransaction(db, (tx) => emitAudit(tx, ctx, claim('d1')));
  const entry = await db.prisma.auditEntry.findFirstOrThrow({ where: { entityId: 'd1' } });
  const text = Buffer.from(entry.bytes).toString('utf8');
  // RFC 8785: members in code-unit order, no white space.
  expect(
    text.startsWith(
      '{"action":"disruption.claimed","actor":{"id":"planner","kind":"person","roles":["planner"]},"after":{"owner":"Zoë"},"at":"2026-11-22T12:00:00.000Z"',
    ),
  ).toBe(true);
  expect(Buffer.from(entry.hash).toString('hex')).toBe(
    createHash('sha256')
      .update(Buffer.concat([Buffer.of(0), entry.bytes]))
      .digest('hex'),
  );
  expect(viewOfEntry(entry)).toMatchObject({ sound: true, meaning: 'd1 was claimed.', before: { owner: null } });
  const forged = { ...entry, bytes: Buffer.from(text.replace('Zoë', 'Zoe')) };
  expect(viewOfEntry(forged).sound).toBe(false);
});

test('entries of both versions are read: the first names persons, the second holds ids and roles', async () => {
  await withTransaction(db, (tx) => emitAudit(tx, ctx, claim('d9')));
  const entry = await db.prisma.auditEntry.findFirstOrThrow({ where: { entityId: 'd9' } });
  const now = JSON.parse(Buffer.from(entry.bytes).toString('utf8'));
  expect(now).toMatchObject({ v: 2, actor: { kind: 'person', id: 'planner', roles: ['planner'] } });
  expect(now.actor).not.toHaveProperty('name');
  const bytes = canonicalBytes({ ...now, v: 1, actor: { kind: 'person', id: 'planner', name: 'Pia Before' } });
  const old = { ...entry, bytes: Uint8Array.from(bytes), hash: Uint8Array.from(leafHash(bytes)) };
  expect(viewOfEntry(old)).toMatchObject({ sound: true, actor: { id: 'planner', name: 'Pia Before', roles: [] } });
  const names = new Map([['planner', 'Pia Now']]);
  expect(viewOfEntry(old, names).actor.name).toBe('Pia Now');
  expect(viewOfEntry(entry, names).actor).toEqual({
    kind: 'person',
    id: 'planner',
    name: 'Pia Now',
    roles: ['planner'],
  });
  expect(viewOfEntry(entry).actor.name).toBeNull();
});

test('entry and change commit together or not at all, in one order', async () => {
  const failing = withTransaction(db, async (tx) => {
    await emitAudit(tx, ctx, claim('d2'));
    throw new Error('the change failed');
  });
  await expect(failing).rejects.toThrow('the change failed');
  expect(await db.prisma.auditEntry.count({ where: { entityId: 'd2' } })).toBe(0);

  await withTransaction(db, async (tx) => {
    await emitAudit(tx, ctx, [claim('d3'), claim('d4')]);
    await emitAudit(tx, ctx, claim('d5'));
  });
  const order = await db.prisma.auditEntry.findMany({
    where: { entityId: { in: ['d3', 'd4', 'd5'] } },
    orderBy: { seq: 'asc' },
  });
  expect(order.map((entry) => entry.entityId)).toEqual(['d3', 'd4', 'd5']);
});

test.each([
  ['signals.evaluated', 'signal'],
  ['proposal.gated', 'policy'],
  ['proposal.made', 'proposal'],
  ['step.done', 'step'],
  ['step.undo-refused', 'roll-back'],
  ['user.signed-in', null],
])('%s stands in link %s', (action, link) => {
  expect(linkOf(action)).toBe(link);
});
