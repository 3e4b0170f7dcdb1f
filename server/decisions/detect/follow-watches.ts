import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import type { EvaluatedSignal, WorldChange } from '../../events/world/schema.ts';
import { findTimes } from './find-times.ts';
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
 * @param upTo the last seq of the log that has been evaluated, where that is not the last of these.
 * Cases that a correction concerns are written but not asked about: `redecideCorrected` does that, in the same pass, and says
 * whose approval no longer counts.
 * @returns how many cases were touched, and which of them closed over a fact that was taken back.
 */
export async function followWatches(
  tx: Tx,
  ctx: Context,
  {
    signals,
    changes,
    times,
    upTo = lastOf(signals),
  }: {
    signals: readonly EvaluatedSignal[];
    changes: readonly WorldChange[];
    times: readonly StreamTime[];
    upTo?: bigint | undefined;
  },
): Promise<{ cases: number; closed: string[] }> {
  const readings = signals.filter((signal) => !signal.retracted && isReading(signal));
  const takenBack = changes.flatMap((change) =>
    change.kind === 'correction' && change.retracted.subjectKey !== null
      ? [{ key: change.retracted.subjectKey, at: change.retracted.eventAt.getTime() }]
      : [],
  );
  const stock = changes.filter((change) => change.kind === 'stock');
  if (!readings.length && !takenBack.length && !stock.length) return { cases: 0, closed: [] };
  const worldOf = new Map(times.map(({ source, worldAt }) => [source, worldAt]));
  const found = [
    ...(await watchSensors(tx, ctx, { readings, takenBack, upTo, reached: worldOf })),
    ...(await watchStock(tx, ctx, { changes: stock, takenBack })),
  ];
  const touched = await writeWatched(tx, ctx, found);
  const keys = new Set(takenBack.map(({ key }) => key));
  const corrected = touched.filter(({ subjectKeys }) => subjectKeys.some((key) => keys.has(key)));
  await proposeCases(
    tx,
    ctx,
    touched.filter((one) => !corrected.includes(one)),
    await findTimes(tx, ctx, times, touched),
  );
  return { cases: touched.length, closed: corrected.filter(({ open }) => !open).map(({ id }) => id) };
}

const lastOf = (signals: readonly EvaluatedSignal[]): bigint =>
  signals.reduce((most, { seq }) => (seq > most ? seq : most), 0n);
