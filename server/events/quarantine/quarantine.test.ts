import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { asSystem } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { asAuditor, asOperator, asPlanner, personIn, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { refusal } from '../../testing/decisions.ts';
import { orderLine } from '../../testing/signals.ts';
import { readCloudEvents } from '../formats/index.ts';
import { openIntake } from '../ingest/index.ts';
import { connectSource } from '../sources/index.ts';
import { CLAIM_MS } from './constants.ts';
import {
  applyBulk,
  checkDraft,
  discardQuarantined,
  listQuarantine,
  previewBulk,
  readQuarantined,
  replayQuarantined,
} from './index.ts';

const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));

const event = (source: string, id: string, changes: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id,
  source,
  type: 'purchase-order.sent',
  time: '2026-01-05T08:00:00Z',
  data: { line: orderLine({ lineNumber: id, shipment: `ASN-${id}` }) },
  ...changes,
});

/** A source with signals of its own that were quarantined because a quantity is not a number. */
async function heldSignals(count = 1) {
  const name = newId();
  const source = `/test/${name}`;
  const system = asSystem('start', asOperator().clock);
  const sourceId = await connectSource(db, system, { name, system: 'ERP', key: `key-${name}`, mayReplay: false });
  const ctx = { ...asOperator(), actor: { kind: 'source' as const, id: sourceId, name, mayReplay: false } };
  const ids = Array.from({ length: count }, (_, n) => `bad-${n}`);
  const bad = ids.map((id) => event(source, id, { data: { line: { ...orderLine(), quantity: 'many' } } }));
  const send = (value: unknown) =>
    intake.accept(ctx, readCloudEvents({ 'content-type': 'application/json' }, Buffer.from(JSON.stringify(value))));
  await send(bad);
  const rows = await db.prisma.quarantine.findMany({ where: { sourceId }, orderBy: { signalId: 'asc' } });
  return {
    sourceId,
    source,
    ids: rows.map(({ id }) => id),
    send,
    sound: (n = 0) => JSON.stringify(event(source, `bad-${n}`)),
  };
}

const first = (ids: readonly string[]): string => ids[0] ?? '';
const rowOf = (id: string) => db.prisma.quarantine.findUniqueOrThrow({ where: { id } });
const audited = async (id: string) =>
  (await db.prisma.auditEntry.findMany({ where: { entityId: id }, orderBy: { seq: 'asc' } })).map(
    ({ action }) => action,
  );

/** accepted + duplicates + quarantined + rejected = sent by the source + replayed by people. */
async function sums(database: Database, sourceId: string) {
  const rows = await database.prisma.signalCount.findMany({ where: { sourceId } });
  const sum = (name: 'sent' | 'accepted' | 'duplicates' | 'quarantined' | 'rejected' | 'replayed') =>
    rows.reduce((total, row) => total + Number(row[name]), 0);
  const all = sum('accepted') + sum('duplicates') + sum('quarantined') + sum('rejected');
  expect(sum('sent') + sum('replayed')).toBe(all);
  return {
    sent: sum('sent'),
    accepted: sum('accepted'),
    quarantined: sum('quarantined'),
    replayed: sum('replayed'),
  };
}

describe('a replay', () => {
  it('sends the edited signal in by the one way, and the row keeps what it became', async () => {
    const { sourceId, source, ids, sound } = await heldSignals();
    const became = await replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound() });
    expect(became).toEqual({ outcome: 'accepted', source, id: 'bad-0', quarantineId: null });
    expect(await rowOf(first(ids))).toMatchObject({
      state: 'replayed',
      outcome: 'accepted',
      becameId: 'bad-0',
      settledName: 'Operator',
    });
    expect(await db.prisma.signal.count({ where: { source, id: 'bad-0', sourceId } })).toBe(1);
    expect(await audited(first(ids))).toEqual(['signal.quarantined', 'signal.replaying', 'signal.replayed']);
    expect(await sums(db, sourceId)).toEqual({ sent: 1, accepted: 1, quarantined: 1, replayed: 1 });
  });

  it('twice equals once', async () => {
    const { sourceId, ids, sound } = await heldSignals();
    const again = () => replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound() });
    expect(await again()).toEqual(await again());
    expect(await sums(db, sourceId)).toEqual({ sent: 1, accepted: 1, quarantined: 1, replayed: 1 });
    expect(
      (await refusal(replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound(1) }))).message,
    ).toBe('Operator replayed it already.');
  });

  it('of two operators at once has one result, and the other is told', async () => {
    const { sourceId, source, ids, sound } = await heldSignals();
    const racing = ['ann', 'ben'].map((id, n) =>
      replayQuarantined(db, asOperator({ id }), intake, { id: first(ids), text: sound(n) }),
    );
    const ended = await Promise.allSettled(racing);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ended.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect(await db.prisma.signal.count({ where: { source } })).toBe(1);
    expect(await sums(db, sourceId)).toMatchObject({ sent: 1, replayed: 1 });
  });

  it('that is still wrong is quarantined again, in another row that waits', async () => {
    const { sourceId, source, ids } = await heldSignals();
    const text = JSON.stringify(event(source, 'bad-0', { type: 'no-such.type' }));
    const became = await replayQuarantined(db, asOperator(), intake, { id: first(ids), text });
    expect(became).toMatchObject({ outcome: 'quarantined' });
    expect(await rowOf(became.quarantineId ?? '')).toMatchObject({ state: 'held', reason: 'no-contract' });
    expect(await rowOf(first(ids))).toMatchObject({ state: 'replayed', becameQuarantine: became.quarantineId });
    expect(await sums(db, sourceId)).toEqual({ sent: 1, accepted: 0, quarantined: 2, replayed: 1 });
  });

  it('of the same bytes that are refused again leaves the item held', async () => {
    const { ids } = await heldSignals();
    const row = await rowOf(first(ids));
    const text = Buffer.from(row.raw).toString('utf8');
    const became = await replayQuarantined(db, asOperator(), intake, { id: first(ids), text });
    expect(became.quarantineId).toBe(first(ids));
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held', outcome: 'quarantined' });
  });

  it('that ends in a row which was discarded makes it wait again', async () => {
    const { source, ids } = await heldSignals(2);
    const text = JSON.stringify(event(source, 'bad-0', { type: 'no-such.type' }));
    const { quarantineId } = await replayQuarantined(db, asOperator(), intake, { id: first(ids), text });
    await discardQuarantined(db, asOperator(), { id: quarantineId ?? '', reason: 'No such type.' });
    await replayQuarantined(db, asOperator(), intake, { id: ids[1] ?? '', text });
    expect(await rowOf(quarantineId ?? '')).toMatchObject({ state: 'held' });
  });

  it('that the intake cannot take leaves the item held, to be tried again', async () => {
    const { ids, sound } = await heldSignals();
    const full = { ...intake, accept: () => Promise.reject(new Error('the store is away')) };
    await expect(replayQuarantined(db, asOperator(), full, { id: first(ids), text: sound() })).rejects.toThrow('away');
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held' });
    expect((await audited(first(ids))).at(-1)).toBe('signal.replay-failed');
    expect(await replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound() })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('that a process left behind may be taken over after a minute', async () => {
    const { ids, sound } = await heldSignals();
    await db.prisma.quarantine.update({
      where: { id: first(ids) },
      data: { state: 'replaying', settledAt: TEST_NOW, settledBy: 'gone', settledName: 'Gone' },
    });
    const ctx = asOperator();
    const replay = () => replayQuarantined(db, ctx, intake, { id: first(ids), text: sound() });
    expect(await refusal(replay())).toMatchObject({
      code: 'conflict',
      message: 'Gone is replaying it at this moment.',
    });
    ctx.clock.advance(CLAIM_MS + 1);
    expect(await replay()).toMatchObject({ outcome: 'accepted' });
  });

  it.each([
    ['no JSON', '{', 'invalid'],
    ['a list', '[]', 'invalid'],
  ])('refuses %s before anything is touched', async (_name, text, code) => {
    const { ids } = await heldSignals();
    expect(await refusal(replayQuarantined(db, asOperator(), intake, { id: first(ids), text }))).toMatchObject({
      code,
    });
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held' });
  });

  it('is nothing for a source that is switched off', async () => {
    const { sourceId, ids, sound } = await heldSignals();
    await db.prisma.source.update({ where: { id: sourceId }, data: { active: false } });
    const replay = replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound() });
    expect(await refusal(replay)).toMatchObject({ code: 'conflict' });
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held' });
  });
});

describe('who may', () => {
  it('replay and discard: operators who see every region', async () => {
    const { ids, sound } = await heldSignals();
    for (const ctx of [asPlanner(), asAuditor(), asOperator({ regions: ['caribbean'] })]) {
      const work = [
        replayQuarantined(db, ctx, intake, { id: first(ids), text: sound() }),
        discardQuarantined(db, ctx, { id: first(ids), reason: 'Not needed.' }),
        checkDraft(db, ctx, { id: first(ids), text: sound() }),
        previewBulk(db, ctx, { act: 'discard', ids }),
        applyBulk(db, ctx, intake, { act: 'discard', ids, seal: 'x'.repeat(64) }),
      ];
      for (const refused of work) expect(await refusal(refused)).toMatchObject({ code: 'forbidden' });
    }
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held' });
  });

  it('read: whoever reads signals in every region', async () => {
    const { ids } = await heldSignals();
    expect(await readQuarantined(db, asAuditor(), { id: first(ids) })).toMatchObject({ shown: { as: 'text' } });
    expect(await refusal(listQuarantine(db, personIn(['caribbean']), {}))).toMatchObject({ code: 'forbidden' });
  });
});

describe('discarding', () => {
  it('keeps the reason and the bytes, once', async () => {
    const { ids } = await heldSignals();
    const discard = (id = 'ann') =>
      discardQuarantined(db, asOperator({ id }), { id: first(ids), reason: 'A test of the sender.' });
    await discard();
    await discard();
    expect(await rowOf(first(ids))).toMatchObject({
      state: 'discarded',
      note: 'A test of the sender.',
      settledBy: 'ann',
    });
    expect(await audited(first(ids))).toEqual(['signal.quarantined', 'signal.discarded']);
    expect(await refusal(discard('ben'))).toMatchObject({ code: 'conflict', message: 'Ann discarded it already.' });
    await expect(discardQuarantined(db, asOperator(), { id: first(ids), reason: ' no ' })).rejects.toThrow(/few words/);
  });
});

describe('a draft', () => {
  it('is checked field by field as the intake would', async () => {
    const { source, ids, sound, send } = await heldSignals();
    const check = (text: string) => checkDraft(db, asOperator(), { id: first(ids), text });
    const bad = await check(Buffer.from((await rowOf(first(ids))).raw).toString('utf8'));
    expect(bad).toMatchObject({ verdict: 'quarantined', contract: { type: 'purchase-order.sent', version: 1 } });
    expect(bad.fields.filter(({ passed }) => !passed).map(({ path }) => path)).toEqual(['line.quantity']);
    expect(await check(sound())).toMatchObject({ verdict: 'accepted' });
    expect(await check('{')).toMatchObject({ verdict: 'unreadable' });
    await send(event(source, 'bad-0'));
    expect(await check(sound())).toMatchObject({ verdict: 'duplicate' });
    expect(await check(JSON.stringify(event(source, 'bad-0', { time: '2026-01-06T08:00:00Z' })))).toMatchObject({
      verdict: 'quarantined',
    });
  });
});

describe('in bulk', () => {
  it('only what the preview showed is done, each with its result', async () => {
    const { sourceId, ids } = await heldSignals(4);
    await discardQuarantined(db, asOperator(), { id: ids[3] ?? '', reason: 'Discarded before.' });
    const ctx = asOperator();
    const preview = await previewBulk(db, ctx, { act: 'discard', ids: ids.slice(0, 2).concat(ids[3] ?? '') });
    expect(preview.items.filter(({ will }) => will)).toHaveLength(2);
    const sealed = {
      act: 'discard' as const,
      ids: preview.items.map(({ id }) => id),
      seal: preview.seal,
      reason: 'All tests.',
    };
    for (const other of [
      { ...sealed, ids },
      { ...sealed, act: 'replay' as const },
    ]) {
      expect(await refusal(applyBulk(db, ctx, intake, other))).toMatchObject({ code: 'conflict' });
    }
    expect(await refusal(applyBulk(db, asOperator({ id: 'ben' }), intake, sealed))).toMatchObject({ code: 'conflict' });
    expect(await applyBulk(db, ctx, intake, sealed)).toMatchObject({ done: 2, skipped: 1 });
    expect(await applyBulk(db, ctx, intake, sealed)).toMatchObject({ done: 0, skipped: 3 });
    expect(
      await db.prisma.quarantine.groupBy({
        by: ['state'],
        where: { sourceId },
        _count: true,
        orderBy: { state: 'asc' },
      }),
    ).toEqual([
      { state: 'discarded', _count: 3 },
      { state: 'held', _count: 1 },
    ]);
  });

  it('a replay skips what would only be quarantined again', async () => {
    const { sourceId, source, send, ids } = await heldSignals();
    // Held for a stream that belonged to somebody else at the time.
    await db.prisma.stream
      .update({ where: { source }, data: { sourceId: 'somebody-else' } })
      .catch(() => db.prisma.stream.create({ data: { source, sourceId: 'somebody-else', clock: 'wall' } }));
    await send([event(source, 'good-1'), event(source, 'good-2')]);
    await db.prisma.stream.update({ where: { source }, data: { sourceId } });
    // Another process: the owner of a stream is remembered by the one that refused.
    const other = openIntake(db, pino({ level: 'silent' }));
    const ctx = asOperator();
    const preview = await previewBulk(db, ctx, { act: 'replay', filter: { sourceId } });
    expect(preview.items.map(({ id, will }) => [id === first(ids), will]).sort()).toEqual([
      [false, true],
      [false, true],
      [true, false],
    ]);
    const result = await applyBulk(db, ctx, other, {
      act: 'replay',
      ids: preview.items.map(({ id }) => id),
      seal: preview.seal,
    });
    expect(result).toMatchObject({ done: 2, skipped: 1 });
    expect(await db.prisma.signal.count({ where: { source } })).toBe(2);
    expect(await sums(db, sourceId)).toEqual({ sent: 3, accepted: 2, quarantined: 3, replayed: 2 });
  });

  it('two operators on the same list: each item is settled once', async () => {
    const { sourceId, ids } = await heldSignals(6);
    const both = await Promise.all(
      ['ann', 'ben'].map(async (id) => {
        const ctx = asOperator({ id });
        const { seal, items } = await previewBulk(db, ctx, { act: 'discard', filter: { sourceId } });
        return {
          ctx,
          asked: { act: 'discard' as const, ids: items.map((item) => item.id), seal, reason: `As ${id} says.` },
        };
      }),
    );
    const results = await Promise.all(both.map(({ ctx, asked }) => applyBulk(db, ctx, intake, asked)));
    expect(results.reduce((sum, { done }) => sum + done, 0)).toBe(ids.length);
    expect(
      results
        .flatMap(({ items }) => items)
        .filter(({ done }) => !done)
        .every(({ words }) => words.length > 0),
    ).toBe(true);
    expect(await db.prisma.auditEntry.count({ where: { action: 'signal.discarded', entityId: { in: ids } } })).toBe(
      ids.length,
    );
  });
});

describe('the list', () => {
  it('is filtered and paged by its keys', async () => {
    const { sourceId } = await heldSignals(53);
    const page = await listQuarantine(db, asOperator(), { sourceId, reason: 'breaks-contract', state: 'held' });
    expect([page.rows.length, page.totals.held]).toEqual([50, 53]);
    const rest = await listQuarantine(db, asOperator(), { sourceId, before: page.older ?? '' });
    expect([rest.rows.length, rest.older]).toEqual([3, null]);
    expect(new Set([...page.rows, ...rest.rows].map(({ id }) => id)).size).toBe(53);
    expect((await listQuarantine(db, asOperator(), { sourceId, state: 'discarded' })).rows).toEqual([]);
  });
});
