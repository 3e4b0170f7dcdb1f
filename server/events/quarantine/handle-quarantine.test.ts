import { describe, expect, it } from 'vitest';
import { addPeople } from '../../testing/add-people.ts';
import { asAuditor, asOperator, asPlanner, personIn } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { refusal } from '../../testing/decisions.ts';
import { event, first, testQuarantine } from '../../testing/quarantine.ts';
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
const { intake, held, rowOf, audited } = testQuarantine(db);

describe('who may', () => {
  it('replay and discard: operators who see every region', async () => {
    const { ids, sound } = await held();
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
    const { ids } = await held();
    expect(await readQuarantined(db, asAuditor(), { id: first(ids) })).toMatchObject({ shown: { as: 'text' } });
    expect(await refusal(listQuarantine(db, personIn(['caribbean']), {}))).toMatchObject({ code: 'forbidden' });
  });
});

describe('discarding', () => {
  it('keeps the reason and the bytes, once', async () => {
    const { ids } = await held();
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
    await addPeople(db, asOperator({ id: 'ann' }));
    expect(await refusal(discard('ben'))).toMatchObject({ code: 'conflict', message: 'Ann discarded it already.' });
    await expect(discardQuarantined(db, asOperator(), { id: first(ids), reason: ' no ' })).rejects.toThrow(/few words/);
  });
});

describe('a draft', () => {
  it('is checked field by field as the intake would', async () => {
    const { source, ids, sound, send } = await held();
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

describe('the list', () => {
  it('is filtered and paged by its keys', async () => {
    const { sourceId } = await held(53);
    const page = await listQuarantine(db, asOperator(), { sourceId, reason: 'breaks-contract', state: 'held' });
    expect([page.rows.length, page.totals.held]).toEqual([50, 53]);
    const rest = await listQuarantine(db, asOperator(), { sourceId, before: page.older ?? '' });
    expect([rest.rows.length, rest.older]).toEqual([3, null]);
    expect(new Set([...page.rows, ...rest.rows].map(({ id }) => id)).size).toBe(53);
    expect((await listQuarantine(db, asOperator(), { sourceId, state: 'discarded' })).rows).toEqual([]);
  });
});
