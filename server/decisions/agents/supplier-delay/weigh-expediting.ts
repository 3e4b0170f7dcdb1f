import { BEYOND, boundUsd } from '../../../core/bound-money.ts';
import { invalid } from '../../../core/errors.ts';
import { count, day, daysBetween, lastDay, percent, plural, usd } from '../../../core/words.ts';
import type { Alternative, Change } from '../../proposals/schema.ts';
import { after, arrivalByMode, breachOf, latenessOfMode } from './estimate-arrival.ts';
import { freightWorking, type Rate, rateOf, weightOf } from './estimate-freight.ts';
import type { CaseLine, ProposalContext } from './schema.ts';
import {
  caseQuantity,
  cents,
  coverBest,
  coveredLines,
  firstBreach,
  firstDue,
  mainLine,
  sagaLines,
  unavailable,
  weighCoverage,
} from './weigh-coverage.ts';

/** Modes that are quicker than the one the goods are on, quickest first. */
const QUICKER: Record<string, readonly string[]> = {
  ocean: ['air', 'air-charter', 'truck'],
  truck: ['air', 'air-charter'],
  unknown: ['air', 'air-charter'],
  air: ['air-charter'],
  'air-charter': [],
};
export const MODE_WORDS: Record<string, string> = {
  air: 'by air',
  'air-charter': 'by air charter',
  truck: 'by truck',
  ocean: 'by sea',
};

type Offer = { mode: string; days: number; rate: Rate };

/** What the store knows a freight rate for, quickest mode first as listed. */
function offersFor(context: ProposalContext, line: CaseLine): Offer[] {
  return (QUICKER[line.mode] ?? []).flatMap((mode) => {
    const rate = rateOf(context, line, mode);
    const days = context.settings.doorToDoorDays[mode];
    return rate && days !== undefined ? [{ mode, days, rate }] : [];
  });
}

const dayOf = (at: string): string => at.slice(0, 10);

/** The offer and arrival a change asks for: a mode as named, else the cheapest that makes the date, else the default. */
function pick(context: ProposalContext, offers: Offer[], change: Change | null): { offer: Offer; arrival: string } {
  const [standard] = offers;
  if (!standard) throw new RangeError('an expedite needs an offer');
  const soonest = (offer: Offer) => after(context.worldAt, offer.days);
  const named = change?.mode ? offers.find((offer) => offer.mode === change.mode) : undefined;
  if (change?.mode && !named)
    throw invalid(`${change.mode} cannot be booked here.`, { mode: 'Choose one of the modes offered.' });
  if (!change?.date) return { offer: named ?? standard, arrival: soonest(named ?? standard) };
  const asked = `${change.date}T23:59:59.000Z`;
  const makes = (offer: Offer) => soonest(offer) <= asked;
  const cheapest = offers.filter(makes).sort((a, b) => a.rate.usdPerKg - b.rate.usdPerKg)[0];
  const offer = named ?? cheapest;
  const latest = dateBounds(context, offers).max;
  if (!offer || !makes(offer) || change.date > latest) {
    const { min } = dateBounds(context, named ? [named] : offers);
    throw invalid(`Arrival can be asked for from ${day(min)} to ${day(latest)}.`, {
      date: `From ${min} to ${latest}.`,
    });
  }
  const arrival = dayOf(soonest(offer)) === change.date ? soonest(offer) : `${change.date}T12:00:00.000Z`;
  return { offer, arrival };
}

/** The days an arrival may be asked for: from the soonest by any offer to two weeks past the first breach. */
function dateBounds(context: ProposalContext, offers: Offer[]): { min: string; max: string } {
  const days = Math.min(...offers.map((offer) => offer.days));
  const min = dayOf(after(context.worldAt, days));
  const max = dayOf(after(firstBreach(context), 14));
  return { min, max: max < min ? min : max };
}

/**
 * Moving the goods by a quicker mode: freight from the lane's own bills, weight from the item's own deliveries,
 * arrival from the assumed door-to-door time widened by the mode's record on the lane.
 * @throws DomainError `invalid` when the change breaks a bound.
 */
export function weighExpediting(context: ProposalContext, change: Change | null): Alternative {
  const { lines, settings } = context;
  const main = mainLine(lines);
  const total = caseQuantity(lines);
  const title = (packs: number, mode: string) =>
    `Expedite ${plural(packs, 'pack')} ${MODE_WORDS[mode] ?? `by ${mode}`}`;
  const offers = offersFor(context, main);
  const no = (reason: string) =>
    unavailable(context, 'expedite', title(total, QUICKER[main.mode]?.[0] ?? 'air'), reason);
  if (!offers.length) return no(whyNoOffer(main));
  const quantity = change?.quantity ?? total;
  if (quantity > total)
    throw invalid(`The case holds ${count(total)} packs.`, { quantity: `At most ${count(total)}.` });
  const coverage = coverBest(lines, quantity);
  const weight = weightOf(context, coverage);
  if ('unknown' in weight)
    return no(`No delivery has told the weight of ${weight.unknown}, so freight cannot be worked out.`);

  const { offer, arrival } = pick(context, offers, change);
  const cost = boundUsd(weight.kg * offer.rate.usdPerKg);
  if (cost === null) return no(`Freight comes to ${BEYOND}.`);
  const slack = (line: CaseLine) => daysBetween(arrival, breachOf(context, line));
  const weighed = weighCoverage(context, coverage, (line) => latenessOfMode(context, line, offer.mode, slack(line)).p);
  const first = firstDue(coveredLines(lines, coverage));
  const miss = latenessOfMode(context, first, offer.mode, slack(first));
  const fee = cents(Math.min(settings.bookingFeeUsd, cost));
  return {
    key: 'expedite',
    title: title(quantity, offer.mode),
    costUsd: cost,
    arrival: arrivalByMode(context, main, offer.mode, arrival),
    ...weighed,
    reversible: {
      kind: 'yes',
      untilHours: null,
      feeUsd: fee,
      words: `The booking can be cancelled until the carrier picks up; the carrier keeps about ${usd(fee)}.`,
    },
    switchesSupplier: false,
    saga: {
      name: 'expedite-by-air',
      input: {
        shipment: context.shipment,
        orderNumber: main.orderNumber,
        supplier: main.supplier,
        toSupplier: null,
        item: main.item,
        origin: main.origin,
        destination: main.destination,
        mode: offer.mode,
        quantity,
        lines: sagaLines(lines, coverage),
        weightKg: Math.round(weight.kg * 10) / 10,
        arrival,
        previousArrival: first.dueAt,
        customers: [...new Set(coveredLines(lines, coverage).map((line) => line.customer))].sort(),
        costUsd: cost,
      },
    },
    sums: [
      { label: 'Weight', working: weight.words, result: `${count(weight.kg)} kg` },
      { label: 'Freight', working: freightWorking(weight.kg, offer.rate), result: usd(cost) },
      {
        label: 'Arrival',
        working: arrivalWorking(context, offer, arrival, Boolean(change?.date)),
        result: day(arrival),
      },
      {
        label: `Chance of missing ${lastDay(breachOf(context, first))}`,
        working: miss.working,
        result: percent(miss.p),
      },
      {
        label: 'Risk left',
        working:
          quantity < total
            ? `${count(quantity)} packs moved, ${count(total - quantity)} wait`
            : `all packs moved, ${percent(weighed.missProbability)} of their value`,
        result: usd(weighed.riskLeftUsd),
      },
    ],
    parameters: {
      quantity: { value: quantity, min: Math.min(1, total), max: total },
      mode: { value: offer.mode, options: offers.map(({ mode }) => mode) },
      date: { value: dayOf(arrival), ...dateBounds(context, offers) },
      supplier: null,
    },
    unavailable: null,
  };
}

function arrivalWorking(context: ProposalContext, { days }: Offer, arrival: string, asked: boolean): string {
  const plan = `${day(context.worldAt)} + ${plural(days, 'day')} door to door (assumed)`;
  const soonest = after(context.worldAt, days);
  return asked && arrival !== soonest ? `as asked for; the soonest is ${day(soonest)}: ${plan}` : plan;
}

function whyNoOffer(line: CaseLine): string {
  if (line.mode === 'air-charter') return 'The goods already go by air charter; nothing is quicker.';
  if (line.mode === 'air')
    return 'The goods already go by air, and no charter freight bill is on record to price a charter.';
  return 'No air freight bill is on record here yet, so air freight cannot be priced.';
}
