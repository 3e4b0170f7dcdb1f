import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { asOperator, asSource, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { orderLine } from '../../testing/signals.ts';
import { acceptMessages } from '../captures/index.ts';
import { readCloudEvents } from '../formats/index.ts';
import { readAcceptance } from '../signals/index.ts';
import { openIntake } from './open-intake.ts';

const { db } = await testDatabase();
const log = pino({ level: 'silent' });
const intake = openIntake(db, log);

const signal = (source: string, n: number, changes: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: `line-${n}`,
  source,
  type: 'purchase-order.sent',
  time: '2026-01-05T08:00:00Z',
  data: { line: orderLine({ lineNumber: String(n), shipment: `ASN-${n}` }) },
  ...changes,
});

/** What a source may send: n is small, so that ids meet. */
const KINDS: ((own: string, other: string, n: number) => unknown)[] = [
  (own, _other, n) => signal(own, n),
  (own, _other, n) => signal(own, n, { time: '2026-01-06T08:00:00Z' }),
  (own, _other, n) => signal(own, n, { type: 'no-such.type' }),
  (own, _other, n) => signal(own, n, { data: { line: { ...orderLine(), quantity: 'many' } } }),
  (_own, other, n) => signal(other, n),
  (own, _other, n) => signal(own, n, { id: '' }),
  () => 'no event',
];
const items = fc.array(fc.tuple(fc.nat(KINDS.length - 1), fc.nat(6)), { minLength: 1, maxLength: 12 });
const way = fc.constantFrom('batch', 'whole', 'rolled-back', 'replayed', 'refused');
const requests = fc.array(fc.record({ who: fc.nat(1), way, items }), { minLength: 1, maxLength: 8 });

const newSource = () => ({ ctx: asSource({ id: newId(), mayReplay: false }), stream: `/test/${newId()}` });
const accountOf = async (sourceId: string) => {
  const [row] = await readAcceptance(db, asOperator(), { day: TEST_NOW.toISOString().slice(0, 10), sourceId });
  return row;
};
const read = (events: unknown[]) =>
  readCloudEvents({ 'content-type': 'application/json' }, Buffer.from(JSON.stringify(events)));

describe('what is counted at the door', () => {
  it('is what the sources sent and people replayed, and the outcomes add up to it', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (sent) => {
        const sources = [newSource(), newSource()];
        const counted = sources.map(() => ({ sent: 0, replayed: 0 }));
        await Promise.all(
          sent.map(async ({ who, way: how, items: told }) => {
            const own = sources[who] ?? newSource();
            const other = sources[1 - who] ?? own;
            const sum = counted[who] ?? { sent: 0, replayed: 0 };
            const received = read(told.map(([kind, n]) => KINDS[kind]?.(own.stream, other.stream, n)));
            sum[how === 'replayed' ? 'replayed' : 'sent'] += told.length;
            if (how === 'refused') await intake.reject(own.ctx, told.length);
            else if (how === 'batch') await intake.accept(own.ctx, received);
            else if (how === 'replayed') await intake.accept(own.ctx, received, { replayed: true });
            else {
              const [first, ...others] = received;
              const messages = [first ? [first] : [], others];
              await acceptMessages(intake, own.ctx, messages, how === 'whole' ? 'proceed' : 'rollback');
            }
          }),
        );
        for (const [place, { ctx }] of sources.entries()) {
          const row = await accountOf(ctx.actor.id);
          const { sent: own = 0, replayed = 0, unaccounted = 0, difference = 0 } = row ?? {};
          expect({ sent: own, replayed, unaccounted, difference }).toEqual({
            ...counted[place],
            unaccounted: 0,
            difference: 0,
          });
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it.each([
    ['a signal that was read and never handed on', 1, 1],
    ['two', 2, 2],
    ['one that was counted twice', -1, -1],
  ])('shows %s', async (_name, more, unaccounted) => {
    const { ctx, stream } = newSource();
    const good = read([signal(stream, 1), signal(stream, 2)]);
    await intake.accept(ctx, good, { read: good.length + more });
    expect(await accountOf(ctx.actor.id)).toMatchObject({ accepted: 2, sent: 2 + more, unaccounted });
  });
  it('shows it also where something else is quarantined', async () => {
    const { ctx, stream } = newSource();
    const mixed = read([signal(stream, 1), signal(stream, 2, { type: 'no-such.type' })]);
    await intake.accept(ctx, mixed, { read: 3 });
    expect(await accountOf(ctx.actor.id)).toMatchObject({ accepted: 1, quarantined: 1, sent: 3, unaccounted: 1 });
  });
  it('shows an outcome that was not written', async () => {
    const { ctx, stream } = newSource();
    await intake.accept(ctx, read([signal(stream, 1), signal(stream, 1)]));
    await db.prisma.signalCount.updateMany({ where: { sourceId: ctx.actor.id }, data: { duplicates: 0n } });
    expect(await accountOf(ctx.actor.id)).toMatchObject({ sent: 2, accepted: 1, unaccounted: 1 });
  });
  it('leaves out what the sender is asked to send again', async () => {
    const { ctx, stream } = newSource();
    const closed = openIntake(db, log);
    await closed.close();
    await expect(closed.accept(ctx, read([signal(stream, 1)]))).rejects.toMatchObject({ code: 'busy' });
    expect(await accountOf(ctx.actor.id)).toBeUndefined();
  });
});
