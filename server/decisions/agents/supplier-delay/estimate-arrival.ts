import { DAY } from '../../../core/clock.ts';
import { daysBetween } from '../../../core/words.ts';
import { atLeast, laneLevels, merge, quantile, type Share, shrinkShare } from './estimate-share.ts';
import type { CaseLine, ProposalContext } from './schema.ts';

export type Arrival = { expected: string; earliest: string; latest: string };

const after = (at: string, days: number): string => new Date(new Date(at).getTime() + days * DAY).toISOString();

/** The instant past which the promise to the customer is broken: due plus tolerance. */
export const breachOf = (context: ProposalContext, line: CaseLine): string =>
  after(line.dueAt, context.settings.toleranceDays);

/** Whole days a line is late by now; deliveries count as one day late from the first instant past due. */
const daysLate = (context: ProposalContext, line: CaseLine): number =>
  Math.max(0, daysBetween(line.dueAt, context.worldAt));

/** The late deliveries that tell how long waiting may take, widest record first. */
function latenessLevels({ facts }: ProposalContext, line: CaseLine) {
  const everything = facts.lanes.filter((row) => row.origin === null && row.destination === null);
  return [
    { words: 'all lanes, all modes', histogram: merge(everything.map((row) => row.latenessDays)) },
    ...laneLevels(facts.lanes, line.origin, line.destination, line.mode).map(({ words, row }) => ({
      words,
      histogram: row.latenessDays,
    })),
  ];
}

/**
 * Chance that a line not delivered by now is still not delivered `days` days past due: of the deliveries of this lane
 * that were at least as late as this one already is, how many took longer (conditional survival).
 */
export function survivesWaiting(context: ProposalContext, line: CaseLine, days: number): Share {
  const { settings } = context;
  const already = daysLate(context, line);
  if (days <= already) return { p: 1, working: 'that day has passed', n: 0 };
  const levels = latenessLevels(context, line).map(({ words, histogram }) => ({
    words,
    n: atLeast(histogram, already + 1),
    over: atLeast(histogram, days + 1),
  }));
  const prior = settings.priorMissWaiting ** ((days - already) / settings.toleranceDays);
  return shrinkShare(levels, prior, settings.priorWeight);
}

/** Chance that waiting misses a line's breach. */
export const missWaiting = (context: ProposalContext, line: CaseLine): Share =>
  survivesWaiting(context, line, context.settings.toleranceDays);

/** When a line comes if nothing is done: median with the middle 80 % of the narrowest record that holds enough, or null. */
export function arrivalWaiting(
  context: ProposalContext,
  line: CaseLine,
): { arrival: Arrival; words: string; n: number } | null {
  const already = daysLate(context, line);
  for (const { words, histogram } of latenessLevels(context, line).reverse()) {
    const n = atLeast(histogram, already + 1);
    if (n < context.settings.minimumRecord) continue;
    const at = (share: number): string => {
      const days = quantile(histogram, share, already + 1) ?? already + 1;
      const instant = after(line.dueAt, days - 1);
      return instant < context.worldAt ? context.worldAt : instant;
    };
    return { arrival: { expected: at(0.5), earliest: at(0.1), latest: at(0.9) }, words, n };
  }
  return null;
}

/** Chance that a booked movement comes more than `slack` whole days after its plan, from the record of its mode on the lane. */
export function latenessOfMode(context: ProposalContext, line: CaseLine, mode: string, slack: number): Share {
  if (slack < 0) return { p: 1, working: 'it would come after the breach even on plan', n: 0 };
  const levels = laneLevels(context.facts.lanes, line.origin, line.destination, mode).map(({ words, row }) => ({
    words,
    n: atLeast(row.latenessDays, 0),
    over: atLeast(row.latenessDays, slack + 1),
  }));
  const prior = 0.5 ** ((slack + 1) / context.settings.spreadDays);
  return shrinkShare(levels, prior, context.settings.priorWeight);
}

/** The plan of a booked movement, widened by how late nine of ten such deliveries were. */
export function arrivalByMode(context: ProposalContext, line: CaseLine, mode: string, expected: string): Arrival {
  const { spreadDays, minimumRecord } = context.settings;
  const record = laneLevels(context.facts.lanes, line.origin, line.destination, mode)
    .reverse()
    .find(({ row }) => atLeast(row.latenessDays, 0) >= minimumRecord);
  const late = record ? (quantile(record.row.latenessDays, 0.9) ?? 0) : 0;
  const earliest = after(expected, -spreadDays);
  return {
    expected,
    earliest: earliest < context.worldAt ? context.worldAt : earliest,
    latest: after(expected, Math.max(spreadDays, late)),
  };
}

export { after };
