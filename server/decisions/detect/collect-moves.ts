import type { AppliedLine, EvaluatedSignal } from '../../events/world/schema.ts';
import type { OverdueLine, StreamTime } from './queries.ts';
import { type LineMove, moveOf, overdueFrom, stepAt } from './rules.ts';

/** What one shipment went through in a batch; a line that is in a case already says in which, open or closed. */
export type ShipmentMoves = { source: string; shipmentKey: string; moves: CaseMove[] };
export type CaseMove = LineMove & { caseId: string | null };

/** World time of each stream after a batch: the newest record time of a replay, `wallNow` for any other. */
export function timesAfter(
  streams: readonly { source: string; clock: string; worldAt: Date | null }[],
  signals: readonly EvaluatedSignal[],
  wallNow: Date,
): StreamTime[] {
  const newest = new Map<string, Date>();
  for (const { source, recordedAt } of signals) {
    const known = newest.get(source);
    if (!known || recordedAt > known) newest.set(source, recordedAt);
  }
  return streams.flatMap(({ source, clock, worldAt }) => {
    if (clock !== 'replay') return [{ source, clock, worldAt: wallNow }];
    const told = newest.get(source);
    const reached = told && (!worldAt || told > worldAt) ? told : worldAt;
    return reached ? [{ source, clock, worldAt: reached }] : [];
  });
}

/** The steps world time took on each stream in this batch, rising. */
function stepsOf(times: readonly StreamTime[], signals: readonly EvaluatedSignal[]): Map<string, Date[]> {
  const told = new Map<string, Set<number>>();
  for (const { source, recordedAt } of signals) {
    told.set(source, (told.get(source) ?? new Set()).add(recordedAt.getTime()));
  }
  return new Map(
    times.map(({ source, clock, worldAt }) => {
      const steps = clock === 'replay' ? [...(told.get(source) ?? [])] : [];
      return [source, [...steps, worldAt.getTime()].sort((a, b) => a - b).map((step) => new Date(step))];
    }),
  );
}

/**
 * What each shipment went through: lines that signals told of, and lines that world time has overtaken.
 * On the wall clock a delivery is known from its acceptance, in a replay from its record time.
 */
export function collectMoves(
  times: readonly StreamTime[],
  signals: readonly EvaluatedSignal[],
  applied: readonly AppliedLine[],
  overdue: readonly OverdueLine[],
): ShipmentMoves[] {
  const steps = stepsOf(times, signals);
  const replays = new Set(times.filter(({ clock }) => clock === 'replay').map(({ source }) => source));
  const accepted = new Map<string, Date>();
  for (const { subjectKey, receivedAt } of signals) if (subjectKey) accepted.set(subjectKey, receivedAt);

  const shipments = new Map<string, ShipmentMoves>();
  const shipment = (source: string, shipmentKey: string): ShipmentMoves => {
    const found = shipments.get(shipmentKey) ?? { source, shipmentKey, moves: [] };
    shipments.set(shipmentKey, found);
    return found;
  };
  for (const line of applied) {
    const toldAt = replays.has(line.source)
      ? (line.after.recordedAt ?? line.toldAt)
      : (accepted.get(line.shipmentKey) ?? line.toldAt);
    const move = moveOf(line, toldAt, steps.get(line.source) ?? []);
    if (!move) continue;
    shipment(line.source, line.shipmentKey).moves.push({ ...move, caseId: line.after.disruptionId });
  }
  for (const line of overdue) {
    const overdueAt = overdueFrom(line);
    const seenAt = stepAt(steps.get(line.source) ?? [], overdueAt);
    shipment(line.source, line.shipmentKey).moves.push({
      key: line.key,
      dueAt: line.dueAt,
      raised: { overdueAt, seenAt, found: false },
      delivered: null,
      caseId: null,
    });
  }
  return [...shipments.values()];
}
