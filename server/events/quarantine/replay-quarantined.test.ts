import { describe, expect, it } from 'vitest';
import { addPeople } from '../../testing/add-people.ts';
import { asOperator, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { refusal } from '../../testing/decisions.ts';
import { event, first, sums, testQuarantine } from '../../testing/quarantine.ts';
import { CLAIM_MS } from './constants.ts';
import { discardQuarantined, replayQuarantined } from './index.ts';

const { db } = await testDatabase();
const { intake, held, rowOf, audited } = testQuarantine(db);

describe('a replay', () => {
  it('sends the edited signal in by the one way, and the row keeps what it became', async () => {
    const { sourceId, source, ids, sound } = await held();
    const became = await replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound() });
    expect(became).toEqual({ outcome: 'accepted', source, id: 'bad-0', quarantineId: null });
    expect(await rowOf(first(ids))).toMatchObject({
      state: 'replayed',
      outcome: 'accepted',
      becameId: 'bad-0',
      settledBy: 'operator',
    });
    expect(await db.prisma.signal.count({ where: { source, id: 'bad-0', sourceId } })).toBe(1);
    expect(await audited(first(ids))).toEqual(['signal.quarantined', 'signal.replaying', 'signal.replayed']);
    expect(await sums(db, sourceId)).toEqual({ sent: 1, accepted: 1, quarantined: 1, replayed: 1 });
  });

  it('twice equals once', async () => {
    await addPeople(db, asOperator());
    const { sourceId, ids, sound } = await held();
    const again = () => replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound() });
    expect(await again()).toEqual(await again());
    expect(await sums(db, sourceId)).toEqual({ sent: 1, accepted: 1, quarantined: 1, replayed: 1 });
    expect(
      (await refusal(replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound(1) }))).message,
    ).toBe('Operator Example replayed it already.');
  });

  it('of two operators at once has one result, and the other is told', async () => {
    const { sourceId, source, ids, sound } = await held();
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
    const { sourceId, source, ids } = await held();
    const text = JSON.stringify(event(source, 'bad-0', { type: 'no-such.type' }));
    const became = await replayQuarantined(db, asOperator(), intake, { id: first(ids), text });
    expect(became).toMatchObject({ outcome: 'quarantined' });
    expect(await rowOf(became.quarantineId ?? '')).toMatchObject({ state: 'held', reason: 'no-contract' });
    expect(await rowOf(first(ids))).toMatchObject({ state: 'replayed', becameQuarantine: became.quarantineId });
    expect(await sums(db, sourceId)).toEqual({ sent: 1, accepted: 0, quarantined: 2, replayed: 1 });
  });

  it('of the same bytes that are refused again leaves the item held', async () => {
    const { ids } = await held();
    const row = await rowOf(first(ids));
    const text = Buffer.from(row.raw).toString('utf8');
    const became = await replayQuarantined(db, asOperator(), intake, { id: first(ids), text });
    expect(became.quarantineId).toBe(first(ids));
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held', outcome: 'quarantined' });
  });

  it('that ends in a row which was discarded makes it wait again', async () => {
    const { source, ids } = await held(2);
    const text = JSON.stringify(event(source, 'bad-0', { type: 'no-such.type' }));
    const { quarantineId } = await replayQuarantined(db, asOperator(), intake, { id: first(ids), text });
    await discardQuarantined(db, asOperator(), { id: quarantineId ?? '', reason: 'No such type.' });
    await replayQuarantined(db, asOperator(), intake, { id: ids[1] ?? '', text });
    expect(await rowOf(quarantineId ?? '')).toMatchObject({ state: 'held' });
  });

  it('that the intake cannot take leaves the item held, to be tried again', async () => {
    const { ids, sound } = await held();
    const full = { ...intake, accept: () => Promise.reject(new Error('the store is away')) };
    await expect(replayQuarantined(db, asOperator(), full, { id: first(ids), text: sound() })).rejects.toThrow('away');
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held' });
    expect((await audited(first(ids))).at(-1)).toBe('signal.replay-failed');
    expect(await replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound() })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('that a process left behind may be taken over after a minute', async () => {
    const { ids, sound } = await held();
    await db.prisma.quarantine.update({
      where: { id: first(ids) },
      data: { state: 'replaying', settledAt: TEST_NOW, settledBy: 'gone' },
    });
    const ctx = asOperator();
    const replay = () => replayQuarantined(db, ctx, intake, { id: first(ids), text: sound() });
    expect(await refusal(replay())).toMatchObject({
      code: 'conflict',
      message: 'gone is replaying it at this moment.',
    });
    ctx.clock.advance(CLAIM_MS + 1);
    expect(await replay()).toMatchObject({ outcome: 'accepted' });
  });

  it.each([
    ['no JSON', '{', 'invalid'],
    ['a list', '[]', 'invalid'],
  ])('refuses %s before anything is touched', async (_name, text, code) => {
    const { ids } = await held();
    expect(await refusal(replayQuarantined(db, asOperator(), intake, { id: first(ids), text }))).toMatchObject({
      code,
    });
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held' });
  });

  it('is nothing for a source that is switched off', async () => {
    const { sourceId, ids, sound } = await held();
    await db.prisma.source.update({ where: { id: sourceId }, data: { active: false } });
    const replay = replayQuarantined(db, asOperator(), intake, { id: first(ids), text: sound() });
    expect(await refusal(replay)).toMatchObject({ code: 'conflict' });
    expect(await rowOf(first(ids))).toMatchObject({ state: 'held' });
  });
});
