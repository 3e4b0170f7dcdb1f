import { figure } from '../../../core/words.ts';
import type { Alternative, SagaInput } from '../../proposals/schema.ts';
import { breachOf, missWaiting } from './estimate-arrival.ts';
import type { CaseLine, ProposalContext } from './schema.ts';

/** What moves the goods of an alternative, or null when nothing does. */
export const supplyInput = ({ saga }: Alternative): SagaInput | null =>
  saga?.name === 'expedite-by-air' || saga?.name === 'split-to-supplier' ? saga.input : null;

/** Value left at risk; this agent knows the value of every line. */
export const riskLeft = ({ riskLeftUsd }: Pick<Alternative, 'riskLeftUsd'>): number => riskLeftUsd ?? 0;

/** How many packs of each line an alternative moves, by line key. */
export type Coverage = ReadonlyMap<string, number>;

export const cents = (amount: number): number => Math.round(amount * 100) / 100;
export const caseValue = (lines: readonly CaseLine[]): number =>
  cents(lines.reduce((sum, line) => sum + line.valueUsd, 0));
export const caseQuantity = (lines: readonly CaseLine[]): number => lines.reduce((sum, line) => sum + line.quantity, 0);

/** The line of most value: the one whose lane and item the case is told by. */
export function mainLine(lines: readonly CaseLine[]): CaseLine {
  const [first, ...rest] = lines;
  if (!first) throw new RangeError('a case has at least one line');
  return rest.reduce((main, line) => (line.valueUsd > main.valueUsd ? line : main), first);
}

/** The line that is due first. */
export function firstDue(lines: readonly CaseLine[]): CaseLine {
  const [first, ...rest] = lines;
  if (!first) throw new RangeError('a case has at least one line');
  return rest.reduce((due, line) => (line.dueAt < due.dueAt ? line : due), first);
}

/** Spreads a quantity over lines, the dearest pack first, so that a part covers the most value. */
export function coverBest(lines: readonly CaseLine[], quantity: number): Coverage {
  const dearest = [...lines].sort(
    (a, b) => b.valueUsd / b.quantity - a.valueUsd / a.quantity || (a.key < b.key ? -1 : 1),
  );
  let left = quantity;
  const covered = new Map<string, number>();
  for (const line of dearest) {
    const packs = Math.min(line.quantity, left);
    if (packs > 0) covered.set(line.key, packs);
    left -= packs;
  }
  return covered;
}

/** What is left at risk when the covered packs come with one chance of missing the breach and the rest waits. */
export function weighCoverage(
  context: ProposalContext,
  coverage: Coverage,
  missMoved: (line: CaseLine) => number,
): Pick<Alternative, 'missProbability' | 'service'> & { riskLeftUsd: number } {
  const { lines } = context;
  let risk = 0;
  let inTime = 0;
  for (const line of lines) {
    const share = Math.min(1, (coverage.get(line.key) ?? 0) / line.quantity);
    const waiting = share < 1 ? missWaiting(context, line).p : 1;
    const miss = share > 0 ? share * missMoved(line) + (1 - share) * waiting : waiting;
    risk += line.valueUsd * miss;
    inTime += 1 - miss;
  }
  const value = caseValue(lines);
  const linesInTime = Math.round(inTime * 10) / 10;
  return {
    riskLeftUsd: cents(risk),
    missProbability: value > 0 ? Math.min(1, Math.max(0, risk / value)) : 1 - inTime / lines.length,
    service: { linesInTime, lines: lines.length, words: serviceWords(linesInTime, context) },
  };
}

function serviceWords(linesInTime: number, { lines }: ProposalContext): string {
  if (lines.length === 1) return `${Math.round(linesInTime * 100)} % chance of coming in time`;
  return `about ${figure(linesInTime)} of ${lines.length} lines in time`;
}

/** The first instant at which any line of the case breaks its promise. */
export const firstBreach = (context: ProposalContext): string => breachOf(context, firstDue(context.lines));

/** The covered packs as a saga is told them. */
export const sagaLines = (lines: readonly CaseLine[], coverage: Coverage) =>
  lines.flatMap((line) => {
    const quantity = coverage.get(line.key) ?? 0;
    return quantity > 0
      ? [{ orderNumber: line.orderNumber, lineNumber: line.lineNumber, item: line.item, quantity }]
      : [];
  });

/** The lines an alternative touches at all. */
export const coveredLines = (lines: readonly CaseLine[], coverage: Coverage): CaseLine[] =>
  lines.filter((line) => (coverage.get(line.key) ?? 0) > 0);

/** An alternative that cannot be chosen, with the reason. It leaves everything as waiting does. */
export function unavailable(
  context: ProposalContext,
  key: Alternative['key'],
  title: string,
  reason: string,
): Alternative {
  return {
    key,
    title,
    costUsd: 0,
    arrival: null,
    ...weighCoverage(context, new Map(), () => 1),
    reversible: { kind: 'nothing-to-undo', untilHours: null, feeUsd: 0, words: 'Nothing to undo.' },
    switchesSupplier: key === 'split',
    saga: null,
    sums: [],
    parameters: { quantity: null, mode: null, date: null, supplier: null },
    unavailable: reason,
  };
}
