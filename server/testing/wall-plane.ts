import { fixedClock, MINUTE } from '../core/clock.ts';
import type { Database } from '../db/client.ts';
import { findStale, revalidateCases } from '../decisions/detect/index.ts';
import type { EvaluatedSignal } from '../events/world/schema.ts';
import { ALL_PARTITIONS, decisionPlane } from './decisions.ts';

/** Six o'clock of the day on which things are watched: minute 0 of `sensed` and `counted`. */
export const SIX = Date.parse('2026-03-01T06:00:00Z');

/**
 * A decision plane whose streams live on the wall clock, which a test moves by the minute.
 * @param tables that are emptied before each test, beside those of every plane.
 * @param streams beside that of every plane.
 */
export function openWallPlane(db: Database, { tables, streams }: { tables: string; streams: readonly string[] }) {
  const clock = fixedClock(new Date(SIX));
  const plane = decisionPlane(db, clock);
  /** Sets the clock to so many minutes after six. */
  const at = (minute: number) => clock.advance(SIX + minute * MINUTE - clock.now().getTime());
  return {
    clock,
    plane,
    at,
    begin: async () => {
      at(0);
      await db.pool.query(`TRUNCATE ${tables}, noise_state, sensor_snapshot, noise_count, noise_setting`);
      await plane.begin();
      await db.prisma.stream.createMany({
        data: streams.map((source) => ({ source, sourceId: 'source', clock: 'wall' })),
      });
      await db.prisma.stream.updateMany({ data: { clock: 'wall' } });
    },
    read: async (...signals: EvaluatedSignal[]) => {
      await plane.accept(...signals);
      await plane.decide();
    },
    /** One pass of the loop between batches. @returns how many cases it touched. */
    pass: async (): Promise<number> => {
      let touched = 0;
      for (const partition of await findStale(db, clock, ALL_PARTITIONS))
        touched += await revalidateCases(db, clock, { epoch: 1n, partition });
      return touched;
    },
  };
}
