import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { asOperator } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { refusal } from '../../testing/decisions.ts';
import { event, first, sums, testQuarantine } from '../../testing/quarantine.ts';
import { openIntake } from '../ingest/index.ts';
import { applyBulk, discardQuarantined, previewBulk } from './index.ts';

const { db } = await testDatabase();
const { intake, held } = testQuarantine(db);

describe('in bulk', () => {
  it('only what the preview showed is done, each with its result', async () => {
    const { sourceId, ids } = await held(4);
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
    const { sourceId, source, send, ids } = await held();
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
    const { sourceId, ids } = await held(6);
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
