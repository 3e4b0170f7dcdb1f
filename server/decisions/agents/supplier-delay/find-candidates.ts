import { daysBetween } from '../../../core/words.ts';
import type { ItemFactRow } from '../../../events/world/schema.ts';
import { breachOf } from './estimate-arrival.ts';
import { atLeast, merge, type Share, shrinkShare } from './estimate-share.ts';
import type { CaseLine, ProposalContext } from './schema.ts';
import { mainLine } from './weigh-coverage.ts';

/** Another supplier with a record of one or more items of the case. */
export type Candidate = { supplier: string; lines: CaseLine[]; facts: ItemFactRow[] };

const hasRecord = (row: ItemFactRow): boolean => row.lines > 0 && row.quantity > 0 && atLeast(row.leadDays, 0) > 0;

/** Suppliers, other than the line's own, that have delivered items of the case; by name. */
export function candidatesOf({ lines, facts }: ProposalContext): Candidate[] {
  const rows = facts.items.filter(hasRecord);
  const names = [...new Set(rows.map((row) => row.supplier))].sort();
  return names.flatMap((supplier) => {
    const theirs = rows.filter((row) => row.supplier === supplier);
    const able = lines.filter((line) => line.supplier !== supplier && theirs.some((row) => row.item === line.item));
    return able.length ? [{ supplier, lines: able, facts: theirs }] : [];
  });
}

/** Whether no other supplier of the main item has a settled record. */
export function isSingleSource({ lines, facts, settings }: ProposalContext): boolean {
  const main = mainLine(lines);
  return !facts.items.some(
    (row) => row.item === main.item && row.supplier !== main.supplier && row.lines >= settings.settledLines,
  );
}

/** Chance that an order sent now takes more than `days` days, from the supplier's own lead times of the item. */
function survivesSplitting(context: ProposalContext, candidate: Candidate, line: CaseLine, days: number): Share {
  if (days < 0) return { p: 1, working: 'the breach has passed', n: 0 };
  const all = merge(context.facts.items.filter((row) => row.item === line.item).map((row) => row.leadDays));
  const own = merge(candidate.facts.filter((row) => row.item === line.item).map((row) => row.leadDays));
  const level = (words: string, histogram: Record<string, number>) => ({
    words,
    n: atLeast(histogram, 0),
    over: atLeast(histogram, days + 1),
  });
  return shrinkShare(
    [level('this item from any supplier', all), level(`this item from ${candidate.supplier}`, own)],
    context.settings.priorMissSplitting,
    context.settings.priorWeight,
  );
}

/** Chance that a line ordered now from another supplier is not there `days` days from now; certain without a record of it. */
export function stillWaitedFor(context: ProposalContext, supplier: string, line: CaseLine, days: number): number {
  const candidate = candidatesOf(context).find((one) => one.supplier === supplier);
  return candidate ? survivesSplitting(context, candidate, line, days).p : 1;
}

/** Chance that an order sent now comes after a line's breach. */
export const missSplitting = (context: ProposalContext, candidate: Candidate, line: CaseLine): Share =>
  survivesSplitting(context, candidate, line, daysBetween(context.worldAt, breachOf(context, line)));
