import { shipmentKeyOf, signalRetracted } from '../../events/contracts/index.ts';
import { dueInstant, lineKeyOf, readLineFact } from '../../events/world/index.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import type { OverdueLine } from './queries.ts';

/** Signals that may be applied together: nothing is to be proposed in between. */
export type Segment = EvaluatedSignal[];

/** A line as the batch will move it, in milliseconds of world time. */
type Watched = { key: string; source: string; shipmentKey: string; from: number; known: number; told: number };
type Telling = { source: string; shipmentKey: string; at: number };
/** A line that was known is told of again. */
type Retelling = { source: string; key: string; at: number };

const NEVER = Number.POSITIVE_INFINITY;
const ALWAYS = Number.NEGATIVE_INFINITY;

/**
 * Lines that are or may become overdue within the batch, each delivery it tells, and each line that it tells of again. A line is
 * watched once for every day on which it is told to be due.
 */
function watchLines(
  signals: readonly EvaluatedSignal[],
  pending: readonly OverdueLine[],
  inCases: readonly OverdueLine[],
) {
  const lines = new Map<string, Watched[]>();
  const tellings: Telling[] = [];
  const retellings: Retelling[] = [];
  const watch = (line: Omit<Watched, 'told'>) => {
    const before = lines.get(line.key) ?? [];
    lines.set(line.key, [...before, { ...line, told: before[0]?.told ?? NEVER }]);
  };
  for (const { key, source, shipmentKey, dueAt, announcedAt } of pending) {
    watch({ key, source, shipmentKey, from: Math.max(dueAt.getTime(), announcedAt.getTime()), known: ALWAYS });
  }
  for (const { key, source, shipmentKey } of inCases) {
    lines.set(key, []);
    watch({ key, source, shipmentKey, from: ALWAYS, known: ALWAYS });
  }
  for (const signal of signals) {
    const fact = readLineFact(signal);
    if (!fact) continue;
    const { source } = fact;
    const key = lineKeyOf(source, fact.line.lineNumber);
    const shipmentKey = shipmentKeyOf(source, fact.line.shipment);
    const at = signal.recordedAt.getTime();
    if (fact.delivery) {
      for (const line of lines.get(key) ?? []) line.told = Math.min(line.told, at);
      tellings.push({ source, shipmentKey, at });
    } else {
      if (lines.has(key)) retellings.push({ source, key, at });
      const from = Math.max(dueInstant(fact.line.scheduledDelivery).getTime(), fact.eventAt.getTime());
      watch({ key, source, shipmentKey, from, known: at });
    }
  }
  return { lines: [...lines.values()].flat(), tellings, retellings };
}

/** The steps of world time of each source, rising. */
function stepsOf(
  signals: readonly EvaluatedSignal[],
): (source: string, is: (at: number) => boolean) => number | undefined {
  const told = new Map<string, Set<number>>();
  for (const { source, recordedAt } of signals) {
    told.set(source, (told.get(source) ?? new Set()).add(recordedAt.getTime()));
  }
  const steps = new Map([...told].map(([source, times]) => [source, [...times].sort((a, b) => a - b)]));
  return (source, is) => steps.get(source)?.find(is);
}

/**
 * Cuts a batch of the log where a replay passes a moment at which something is to be proposed, so that it rests on what
 * was known then, however fast the replay runs: where world time passes the due instant of a line not told as delivered,
 * after a delivery that leaves its case open, after a line of a case is told of again, and before and after a signal that takes
 * another back. The signals of the step that passes begin the next segment. Streams on
 * the wall clock are never cut.
 * @param pending lines known before the batch that world time overtakes within it.
 * @param inCases undelivered lines of open cases that the batch may speak of.
 */
export function planSegments(
  signals: readonly EvaluatedSignal[],
  pending: readonly OverdueLine[],
  inCases: readonly OverdueLine[],
  replays: ReadonlySet<string>,
): Segment[] {
  const replayed = signals.filter(({ source }) => replays.has(source));
  const stepOf = stepsOf(replayed);
  const cuts = new Map<string, Set<number>>();
  const cut = (source: string, at: number) => cuts.set(source, (cuts.get(source) ?? new Set()).add(at));

  const { lines, tellings, retellings } = watchLines(replayed, pending, inCases);
  const overdue = new Map<string, { key: string; raised: number; told: number }[]>();
  for (const { key, source, shipmentKey, from, known, told } of lines) {
    const step = from === ALWAYS ? ALWAYS : stepOf(source, (at) => at >= from && at > known);
    if (step === undefined || step > told) continue;
    if (step !== ALWAYS) cut(source, step);
    overdue.set(shipmentKey, [...(overdue.get(shipmentKey) ?? []), { key, raised: step, told }]);
  }
  for (const { source, shipmentKey, at } of tellings) {
    if (!overdue.get(shipmentKey)?.some(({ raised, told }) => raised <= at && told > at)) continue;
    const next = stepOf(source, (step) => step > at);
    if (next !== undefined) cut(source, next);
  }

  const raised = Map.groupBy([...overdue.values()].flat(), ({ key }) => key);
  for (const { source, key, at } of retellings) {
    if (!raised.get(key)?.some((line) => line.raised <= at && line.told > at)) continue;
    const next = stepOf(source, (step) => step > at);
    if (next !== undefined) cut(source, next);
  }

  // What is decided anew rests on what was known when the signal was taken back.
  for (const { type, source, recordedAt } of replayed) {
    if (type !== signalRetracted.type) continue;
    const at = recordedAt.getTime();
    cut(source, at);
    const next = stepOf(source, (step) => step > at);
    if (next !== undefined) cut(source, next);
  }

  const segments: Segment[] = [];
  let current: Segment | null = null;
  for (const signal of signals) {
    const ahead = cuts.get(signal.source);
    const passed = [...(ahead ?? [])].filter((at) => signal.recordedAt.getTime() >= at);
    for (const at of passed) ahead?.delete(at);
    if (!current || passed.length) {
      current = [];
      segments.push(current);
    }
    current.push(signal);
  }
  return segments;
}
