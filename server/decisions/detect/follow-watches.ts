import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import type { EvaluatedSignal, WorldChange } from '../../events/world/schema.ts';
import { isReading } from './noise/index.ts';
import { proposeCases } from './propose-cases.ts';
import type { StreamTime } from './queries.ts';
import { watchSensors } from './watch-sensors.ts';
import { watchStock } from './watch-stock.ts';
import { writeWatched } from './write-watched.ts';

/**
 * Follows what is watched rather than due: temperatures against their band, ledgers against counts. Noise is taken out before
 * anything is raised. Costs nothing when no signal of the segment concerns it.
 * @param signals of one segment of the log, in its order.
 * @param changes of the world that they made.
 * @param times world time of the streams, as the segment has brought it.
 * @returns how many cases were touched.
 */
export async function followWatches(
  tx: Tx,
  ctx: Context,
  {
    signals,
    changes,
    times,
  }: { signals: readonly EvaluatedSignal[]; changes: readonly WorldChange[]; times: readonly StreamTime[] },
): Promise<number> {
  const readings = signals.filter((signal) => !signal.retracted && isReading(signal));
  const takenBack = changes.flatMap((change) =>
    change.kind === 'correction' ? (change.retracted.subjectKey ?? []) : [],
  );
  const stock = changes.filter((change) => change.kind === 'stock');
  if (!readings.length && !takenBack.length && !stock.length) return 0;
  const upTo = signals.reduce((most, { seq }) => (seq > most ? seq : most), 0n);
  const found = [
    ...(await watchSensors(tx, ctx, { readings, takenBack, upTo })),
    ...(await watchStock(tx, ctx, stock)),
  ];
  const touched = await writeWatched(tx, ctx, found);
  await proposeCases(tx, ctx, touched, new Map(times.map(({ source, worldAt }) => [source, worldAt])));
  return touched.length;
}
