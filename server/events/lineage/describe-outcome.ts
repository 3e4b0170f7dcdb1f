import { dayOfYear, daysBetween, plural } from '../../core/words.ts';
import type { LineageFacts } from './facts.ts';

type Case = LineageFacts['disruptions'][number];
type Outcome = {
  title: string;
  detail: string;
  promisedArrival: Date | null;
  deliveredAt: Date | null;
  /** Nodes it came of: the last action, else the last decision, else the case. */
  from: string[];
};

/** What then really happened, against what was promised; null while the case is open. Pure. */
export function outcomeOf(facts: LineageFacts, row: Case): Outcome | null {
  if (row.state === 'open') return null;
  const lines = facts.lines.filter((line) => line.disruptionId === row.id);
  const times = lines.flatMap(({ deliveredAt }) => deliveredAt ?? []);
  const deliveredAt = times.length && times.length === lines.length ? latest(times) : null;
  const decision = last(
    facts.decisions.filter(({ disruptionId }) => disruptionId === row.id),
    (one) => one.decidedAt,
  );
  const action = decision && facts.actions.find(({ decisionId }) => decisionId === decision.id);
  const promisedArrival = action?.state === 'done' ? arrivalOf(action.input) : null;
  const from = action ? `action:${action.id}` : decision ? `decision:${decision.id}` : `disruption:${row.id}`;
  const reason = (row.closedReason ?? 'closed').replaceAll('_', ' ');
  return {
    title: deliveredAt ? `Delivered ${dayOfYear(deliveredAt)}` : `Closed: ${reason}`,
    detail: promisedArrival && deliveredAt ? against(promisedArrival, deliveredAt) : reason,
    promisedArrival,
    deliveredAt,
    from: [from],
  };
}

const against = (promised: Date, delivered: Date): string => {
  const days = daysBetween(promised, delivered);
  if (days > 0) return `${plural(days, 'day')} after the ${dayOfYear(promised)} that was promised`;
  return days < 0
    ? `${plural(-days, 'day')} before the ${dayOfYear(promised)} that was promised`
    : 'on the day that was promised';
};

/** The arrival that an action promised, by its stored input. */
function arrivalOf(input: unknown): Date | null {
  const told = input !== null && typeof input === 'object' && 'arrival' in input ? input.arrival : null;
  const at = typeof told === 'string' ? new Date(told) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

const latest = (times: readonly Date[]): Date => new Date(Math.max(...times.map((at) => at.getTime())));
const last = <T>(rows: readonly T[], at: (row: T) => Date): T | undefined =>
  [...rows].sort((a, b) => at(a).getTime() - at(b).getTime()).at(-1);
