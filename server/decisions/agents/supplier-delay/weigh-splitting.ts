import { BEYOND, boundUsd } from '../../../core/bound-money.ts';
import { invalid } from '../../../core/errors.ts';
import { count, day, lastDay, percent, plural, usd, usdExact } from '../../../core/words.ts';
import type { Alternative, Change } from '../../proposals/schema.ts';
import { after, breachOf } from './estimate-arrival.ts';
import { atLeast, merge, quantile } from './estimate-share.ts';
import { type Candidate, candidatesOf, missSplitting } from './find-candidates.ts';
import type { CaseLine, ProposalContext } from './schema.ts';
import {
  caseQuantity,
  cents,
  coverBest,
  coveredLines,
  firstDue,
  mainLine,
  sagaLines,
  unavailable,
  weighCoverage,
} from './weigh-coverage.ts';

/** `diffUsd` is null where it is beyond what an order costs: a price behind it is wrong. */
type Price = { diffUsd: number | null; words: string };

/** Unit price difference over the covered packs; what comes cheaper lowers it. */
function priceOf(candidate: Candidate, lines: CaseLine[], packs: ReadonlyMap<string, number>): Price {
  let diff = 0;
  const parts: string[] = [];
  for (const line of lines) {
    const quantity = packs.get(line.key) ?? 0;
    const row = candidate.facts.find((fact) => fact.item === line.item);
    if (!row || quantity <= 0) continue;
    const theirs = row.valueUsd / row.quantity;
    const ours = line.valueUsd / line.quantity;
    diff += (theirs - ours) * quantity;
    if (parts.length < 2) parts.push(`${count(quantity)} packs × (${usdExact(theirs)} − ${usdExact(ours)})`);
  }
  return { diffUsd: boundUsd(diff), words: parts.join(' + ') };
}

type Weighed = { alternative: Alternative; total: number };

function weighCandidate(
  context: ProposalContext,
  candidate: Candidate,
  options: string[],
  change: Change | null,
): Weighed | null {
  const { settings } = context;
  const able = caseQuantity(candidate.lines);
  const quantity = change?.quantity ?? able;
  if (quantity > able)
    throw invalid(`${candidate.supplier} can take ${count(able)} packs of this case.`, {
      quantity: `At most ${count(able)}.`,
    });
  const coverage = coverBest(candidate.lines, quantity);
  const moved = coveredLines(context.lines, coverage);
  const price = priceOf(candidate, moved, coverage);
  const { diffUsd } = price;
  if (diffUsd === null) return null;
  const cost = cents(Math.max(0, diffUsd) + settings.orderFeeUsd);
  const first = firstDue(moved);
  const miss = missSplitting(context, candidate, first);
  const leads = merge(
    candidate.facts.filter((row) => moved.some((line) => line.item === row.item)).map((row) => row.leadDays),
  );
  const at = (share: number) => after(context.worldAt, quantile(leads, share) ?? 0);
  const main = mainLine(moved);
  const weighed = weighCoverage(context, coverage, (line) => missSplitting(context, candidate, line).p);
  const alternative: Alternative = {
    key: 'split',
    title: `Split ${plural(quantity, 'pack')} to ${candidate.supplier}`,
    costUsd: cost,
    arrival: { expected: at(0.5), earliest: at(0.1), latest: at(0.9) },
    ...weighed,
    reversible: {
      kind: 'partly',
      untilHours: null,
      feeUsd: settings.orderFeeUsd,
      words: `The new order can be taken back until it ships, if ${candidate.supplier} agrees; the ${usd(settings.orderFeeUsd)} for order changes stays spent.`,
    },
    switchesSupplier: true,
    saga: {
      name: 'split-to-supplier',
      input: {
        shipment: context.shipment,
        orderNumber: main.orderNumber,
        supplier: main.supplier,
        toSupplier: candidate.supplier,
        item: main.item,
        origin: main.origin,
        destination: main.destination,
        mode: main.mode,
        quantity,
        lines: sagaLines(context.lines, coverage),
        weightKg: null,
        arrival: at(0.5),
        previousArrival: first.dueAt,
        customers: [...new Set(moved.map((line) => line.customer))].sort(),
        costUsd: cost,
      },
    },
    sums: [
      {
        label: 'Price difference',
        working: price.words,
        result: diffUsd < 0 ? `${usd(diffUsd)} (not counted)` : usd(diffUsd),
      },
      {
        label: 'Order changes',
        working: 'assumed, for changing one order and placing another',
        result: usd(settings.orderFeeUsd),
      },
      {
        label: 'Arrival',
        working: `median of ${count(atLeast(leads, 0))} lead times of ${candidate.supplier}: ${quantile(leads, 0.5) ?? 0} days (10 % in ${quantile(leads, 0.1) ?? 0}, 90 % in ${quantile(leads, 0.9) ?? 0})`,
        result: day(at(0.5)),
      },
      {
        label: `Chance of missing ${lastDay(breachOf(context, first))}`,
        working: miss.working,
        result: percent(miss.p),
      },
      {
        label: 'Risk left',
        working: `${percent(weighed.missProbability)} of the value of the case`,
        result: usd(weighed.riskLeftUsd),
      },
    ],
    parameters: {
      quantity: { value: quantity, min: Math.min(1, able), max: able },
      mode: null,
      date: null,
      supplier: { value: candidate.supplier, options },
    },
    unavailable: null,
  };
  return { alternative, total: cost + weighed.riskLeftUsd };
}

/**
 * Ordering the same items from another supplier with a record of them; among several the one that leaves the least.
 * @throws DomainError `invalid` when the change breaks a bound.
 */
export function weighSplitting(context: ProposalContext, change: Change | null): Alternative {
  const candidates = candidatesOf(context);
  const options = candidates.map(({ supplier }) => supplier);
  const named = change?.supplier ? candidates.filter(({ supplier }) => supplier === change.supplier) : candidates;
  if (change?.supplier && !named.length) {
    throw invalid(`${change.supplier} has no record of these items.`, {
      supplier: 'Choose one of the suppliers offered.',
    });
  }
  const weighed = named.flatMap((candidate) => weighCandidate(context, candidate, options, change) ?? []);
  const best = weighed.sort((a, b) => a.total - b.total)[0];
  return (
    best?.alternative ??
    unavailable(
      context,
      'split',
      'Split to another supplier',
      named.length ? `The price difference comes to ${BEYOND}.` : whyNoCandidate(context),
    )
  );
}

function whyNoCandidate({ lines, facts }: ProposalContext): string {
  const main = mainLine(lines);
  const others = facts.items.filter((row) => row.item === main.item && row.supplier !== main.supplier && row.lines > 0);
  if (!others.length) return `No other supplier on record has delivered ${main.item}.`;
  return `${others[0]?.supplier} has delivered ${main.item}, but no order date is on record, so a lead time cannot be told.`;
}
