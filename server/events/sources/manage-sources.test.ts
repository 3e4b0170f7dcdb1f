import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../core/clock.ts';
import { asOperator, asPlanner, asSource } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { readCloudEvents } from '../formats/index.ts';
import { openIntake } from '../ingest/index.ts';
import { addSource } from './add-source.ts';
import { findSourceByKey } from './find-source-by-key.ts';
import { openTermsBook } from './open-terms-book.ts';
import { checkContract, compareContracts, draftContract, readContract } from './read-contracts.ts';
import { releaseContract } from './release-contract.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';
import { expiryOf } from './rules.ts';
import { switchContract } from './switch-contract.ts';
import { switchSource } from './switch-source.ts';

const { db } = await testDatabase();
const ctx = asOperator();
const planner = asPlanner();
const TYPE = 'stock.moved';
const input = (name: string, types = [TYPE]) => ({
  name,
  system: 'WMS',
  region: 'emea',
  mayReplay: false,
  types,
  freshnessMinutes: 60,
});
const now = () => ctx.clock.now();
const audited = async (action: string, entityId: string) =>
  db.prisma.auditEntry.count({ where: { action, entityId, actorId: 'operator' } });

describe('keys', () => {
  it('are shown once, several work at a time, and end when their grace is over', async () => {
    const first = await addSource(db, ctx, input('Keys'));
    expect(first.key).toMatch(/^hp_[\w-]{43}$/);
    const kept = await db.prisma.sourceKey.findMany();
    expect(JSON.stringify(kept)).not.toContain(first.key);
    expect(kept[0]?.hint).toBe(first.key.slice(-4));

    const second = await rotateKey(db, ctx, { sourceId: first.sourceId, graceMinutes: 30 });
    for (const { key } of [first, second]) {
      expect((await findSourceByKey(db, key, now()))?.actor).toMatchObject({ id: first.sourceId, name: 'Keys' });
    }
    const later = new Date(now().getTime() + 30 * MINUTE);
    expect(await findSourceByKey(db, first.key, later)).toBeNull();
    expect(await findSourceByKey(db, second.key, later)).not.toBeNull();

    await revokeKey(db, ctx, second);
    expect(await findSourceByKey(db, second.key, now())).toBeNull();
    await expect(revokeKey(db, ctx, second)).rejects.toMatchObject({ code: 'conflict' });
    expect(await audited('source.connected', first.sourceId)).toBe(1);
    expect(await audited('source.key-issued', first.sourceId)).toBe(1);
    expect(await audited('source.key-revoked', first.sourceId)).toBe(1);
    expect(await db.prisma.feed.count({ where: { area: 'sources', ids: { has: first.sourceId } } })).toBe(3);
  });

  it.each([
    ['works until the grace ends', null, 30, 30],
    ['ends at once without grace', null, 0, 0],
    ['is not lengthened by a second rotation', 10, 30, 10],
    ['is shortened by a second rotation', 60, 30, 30],
  ])('an old key %s', (_name, before, grace, after) => {
    const at = (minutes: number) => new Date(now().getTime() + minutes * MINUTE);
    const key = { expiresAt: before === null ? null : at(before), revokedAt: null };
    expect(expiryOf(key, now(), grace)).toEqual(at(after));
  });

  it('of two operators who rotate at once are two, and each is told theirs', async () => {
    const { sourceId } = await addSource(db, ctx, input('Two at once'));
    const made = await Promise.all([1, 2].map(() => rotateKey(db, ctx, { sourceId, graceMinutes: 5 })));
    for (const { key } of made) expect(await findSourceByKey(db, key, now())).not.toBeNull();
  });
});

describe('whoever has no right', () => {
  it('changes nothing', async () => {
    const { sourceId, keyId } = await addSource(db, ctx, input('Guarded'));
    const key = { sourceId, type: TYPE };
    const draft = { ...key, document: 'a: 1' };
    for (const refused of [
      addSource(db, planner, input('Mine')),
      rotateKey(db, planner, { sourceId, graceMinutes: 0 }),
      revokeKey(db, planner, { sourceId, keyId }),
      switchSource(db, planner, { sourceId, active: false }),
      releaseContract(db, planner, { ...draft, seenVersion: 1, note: 'x' }),
      switchContract(db, planner, { ...key, version: 1, state: 'retired' }),
      checkContract(db, planner, draft),
      draftContract(db, planner, key),
    ]) {
      await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(readContract(db, planner, { ...key, version: 1 })).resolves.toMatchObject({ version: 1 });
  });

  it('and a name that is taken are refused', async () => {
    const made = await Promise.allSettled([addSource(db, ctx, input('Once')), addSource(db, ctx, input('Once'))]);
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  });
});

describe('a contract', () => {
  const start = async (name: string) => {
    const { sourceId } = await addSource(db, ctx, input(name));
    const { text } = await readContract(db, ctx, { sourceId, type: TYPE, version: 1 });
    return { sourceId, type: TYPE, text };
  };
  const OPTIONAL = '      - name: reference\n';

  it('follows the one before only when nobody would be refused', async () => {
    const { text, ...key } = await start('Versions');
    const narrowed = text.replace(/ +- adjustment\n/, '');
    expect(narrowed).not.toBe(text);
    const check = await checkContract(db, ctx, { ...key, document: narrowed });
    expect(check).toMatchObject({ nextVersion: 2, breaks: [{ version: 1, direction: 'backward', path: 'reason' }] });
    const release = { ...key, seenVersion: 1, note: 'Fewer reasons' };
    await expect(releaseContract(db, ctx, { ...release, document: narrowed })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('reason may be "adjustment" in version 1 and not now'),
    });
    expect(await releaseContract(db, ctx, { ...release, document: narrowed, draft: true })).toBe(2);
    const widened = text.replace(OPTIONAL, `      - name: dock\n        logicalType: string\n${OPTIONAL}`);
    expect(await releaseContract(db, ctx, { ...release, document: widened, note: 'The dock' })).toBe(2);
    expect(await compareContracts(db, ctx, { ...key, before: 1, after: 2 })).toEqual([
      { path: 'version', before: '1.0.0', after: '2.0.0' },
      { path: `schema[${TYPE}].properties[dock].name`, before: null, after: 'dock' },
      { path: `schema[${TYPE}].properties[dock].logicalType`, before: null, after: 'string' },
    ]);
    const rows = await db.prisma.sourceContract.findMany({ where: key, orderBy: { version: 'asc' } });
    expect(rows.map(({ version, state }) => [version, state])).toEqual([
      [1, 'retired'],
      [2, 'active'],
    ]);
    expect(await readContract(db, ctx, { ...key, version: 1 })).toMatchObject({ state: 'retired', version: 1 });
    expect(await audited('contract.released', `${key.sourceId}/${TYPE} v2`)).toBe(1);
  });

  it('is released by the faster of two', async () => {
    const { text, ...key } = await start('Race');
    const release = () => releaseContract(db, ctx, { ...key, document: text, seenVersion: 1, note: 'the same' });
    const both = await Promise.allSettled([release(), release()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  });

  it.each([
    ['of another type', (text: string) => text.replaceAll(TYPE, 'stock.counted'), /describes stock.counted/],
    ['that is no contract', () => 'kind: DataContract', /not a data contract/],
    [
      'about a table',
      (text: string) => text.replace('physicalType: event', 'physicalType: table'),
      /describes the table/,
    ],
  ])('%s is refused', async (name, spoil, words) => {
    const { text, ...key } = await start(`Refused ${name}`);
    await expect(checkContract(db, ctx, { ...key, document: spoil(text) })).rejects.toThrow(words);
  });

  it('decides what is accepted, and a stored signal keeps the version it was checked by', async () => {
    const { text, sourceId, type } = await start('Intake');
    const intake = openIntake(db, pino({ level: 'silent' }));
    const sender = { actor: asSource({ id: sourceId }).actor, clock: ctx.clock };
    const data = { item: 'i', site: 's', lot: null, quantity: 1, unit: 'EA', reason: 'issue', reference: null };
    const send = (id: string, change = {}, of = type) =>
      intake.accept(
        sender,
        readCloudEvents(
          { 'content-type': 'application/json' },
          Buffer.from(
            JSON.stringify({ specversion: '1.0', id, source: '/wms', type: of, data: { ...data, ...change } }),
          ),
        ),
      );
    expect(await send('1')).toMatchObject({ accepted: 1 });
    expect(await db.prisma.signal.findFirst({ where: { source: '/wms', id: '1' } })).toMatchObject({
      sourceContract: 1,
      region: 'emea',
    });
    expect(await send('2', {}, 'stock.counted')).toMatchObject({ quarantined: [{ reason: 'no-contract' }] });
    expect(await send('3', { lot: 'L'.repeat(120) })).toMatchObject({ accepted: 1 });
    await switchContract(db, ctx, { sourceId, type, version: 1, state: 'retired' });
    const book = openTermsBook(db);
    expect((await book.of(sourceId)).find(type)).toBeNull();
    await expect(switchContract(db, ctx, { sourceId, type, version: 1, state: 'retired' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await switchContract(db, ctx, { sourceId, type, version: 1, state: 'active' });
    expect(text).toContain('freshness');
    await intake.close();
  });

  it('may be for a type that the code does not know: it alone says what is accepted', async () => {
    const { sourceId } = await addSource(db, ctx, input('Own', ['pallet.weighed']));
    const key = { sourceId, type: 'pallet.weighed' };
    const field =
      '- name: kg\n        logicalType: number\n        required: true\n        logicalTypeOptions:\n          minimum: 0\n';
    const document = (await draftContract(db, ctx, key)).replace(/- name: note\n.*\n/, field);
    await expect(releaseContract(db, ctx, { ...key, document, seenVersion: 1, note: 'Weight' })).rejects.toThrow(
      /kg is required/,
    );
    await db.prisma.sourceContract.deleteMany({ where: key });
    expect(await releaseContract(db, ctx, { ...key, document, seenVersion: 0, note: 'Weight' })).toBe(1);
    const terms = await openTermsBook(db).of(sourceId);
    expect(terms.find(key.type)?.check({ kg: 3 })).toBeNull();
    expect(terms.find(key.type)?.check({ kg: -3 })).toMatch(/^kg: /);
  });
});

it('a source that is switched off is so for everybody, once', async () => {
  const { sourceId, key } = await addSource(db, ctx, input('Switched'));
  await switchSource(db, ctx, { sourceId, active: false });
  expect(await findSourceByKey(db, key, now())).toMatchObject({ active: false });
  await expect(switchSource(db, ctx, { sourceId, active: false })).rejects.toMatchObject({ code: 'conflict' });
  await switchSource(db, ctx, { sourceId, active: true });
  expect(await audited('source.switched', sourceId)).toBe(2);
});
