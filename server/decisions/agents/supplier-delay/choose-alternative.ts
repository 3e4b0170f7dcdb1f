import { day, daysBetween, figure, percent, plural, usd, usdExact } from '../../../core/words.ts';
import type { Alternative, AlternativeKey, Reason } from '../../proposals/schema.ts';
import type { ProposalContext } from './schema.ts';
import { caseValue, cents, riskLeft, supplyInput } from './weigh-coverage.ts';

/** What an alternative costs in all: what is spent, and what stays at risk. */
export const totalOf = (alternative: Alternative): number => cents(alternative.costUsd + riskLeft(alternative));

/** The available alternative with the least total; a tie goes to waiting, then to the order listed. */
export function chooseLeast(alternatives: readonly Alternative[]): AlternativeKey {
  const [first, ...rest] = alternatives.filter((alternative) => alternative.unavailable === null);
  if (!first) return 'wait';
  return rest.reduce((least, next) => (totalOf(next) < totalOf(least) ? next : least), first).key;
}

const NAMES: Partial<Record<AlternativeKey, string>> = { wait: 'waiting', expedite: 'expediting', split: 'splitting' };
const nameOf = (key: AlternativeKey): string => NAMES[key] ?? key;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "arrives 9 d later", or nothing when either arrival is unknown or on the same day. */
function arrivalGap(chosen: Alternative, other: Alternative): string | null {
  if (!chosen.arrival || !other.arrival) return null;
  const days = daysBetween(chosen.arrival.expected.slice(0, 10), other.arrival.expected.slice(0, 10));
  if (days === 0) return null;
  return days > 0 ? `arrives ${plural(days, 'day')} later` : `arrives ${plural(-days, 'day')} sooner`;
}

/** Why the chosen one and not this one. */
function versus(chosen: Alternative, other: Alternative): string {
  if (other.unavailable) return `${capital(nameOf(other.key))} is not possible: ${other.unavailable}`;
  const cost = cents(other.costUsd - chosen.costUsd);
  const risk = cents(riskLeft(other) - riskLeft(chosen));
  const parts = [
    cost === 0 ? null : `costs ${usd(Math.abs(cost))} ${cost > 0 ? 'more' : 'less'}`,
    risk === 0 ? null : `leaves ${usd(Math.abs(risk))} ${risk > 0 ? 'more' : 'less'} at risk`,
    arrivalGap(chosen, other),
  ].filter((part): part is string => part !== null);
  if (!parts.length) return `${capital(nameOf(other.key))} comes to the same.`;
  const last = parts.pop();
  return `${capital(nameOf(other.key))} ${parts.length ? `${parts.join(', ')} and ${last}` : last}.`;
}

/** The one sentence that matters: what the choice buys for what it costs, against doing nothing or against the next best. */
function sentence(chosen: Alternative, others: Alternative[], recommended: Alternative): string {
  const wait = others.find((other) => other.key === 'wait');
  const next = others
    .filter((other) => !other.unavailable && other.key !== 'wait')
    .sort((a, b) => totalOf(a) - totalOf(b))[0];
  const against = (other: Alternative) => versus(chosen, other).replace(/\.$/, '');
  const lead =
    chosen.key === 'wait'
      ? `Costs nothing and leaves ${usd(riskLeft(chosen))} at risk`
      : `Saves ${usd((wait ? riskLeft(wait) : 0) - riskLeft(chosen))} of risk for ${usd(chosen.costUsd)}`;
  const tail = next ? `; ${against(next).charAt(0).toLowerCase()}${against(next).slice(1)}` : '';
  const dissent =
    recommended.key === chosen.key
      ? ''
      : ` The agent would choose ${nameOf(recommended.key)}, which comes to ${usd(totalOf(recommended))} against ${usd(totalOf(chosen))}.`;
  return `${lead}${tail}.${dissent}`;
}

/** The freight price, or else the value of the goods, at which the choice between two would flip. */
function flip(context: ProposalContext, chosen: Alternative, rival: Alternative): string | null {
  const moved = [chosen, rival].find((alternative) => alternative.key === 'expedite');
  const kg = (moved && supplyInput(moved)?.weightKg) ?? 0;
  if (moved && kg > 0) {
    const other = moved === chosen ? rival : chosen;
    const price = (totalOf(other) - riskLeft(moved)) / kg;
    const now = moved.costUsd / kg;
    if (price > 0.005) {
      const verb = moved === chosen ? 'passed' : 'fell below';
      return `Would change if freight ${verb} ${usdExact(price)}/kg (now ${usdExact(now)}).`;
    }
  }
  const value = caseValue(context.lines);
  const missGap = rival.missProbability - chosen.missProbability;
  const costGap = chosen.costUsd - rival.costUsd;
  if (missGap === 0 || costGap / missGap <= 0) return null;
  const even = costGap / missGap;
  return `Would change if the goods were worth ${even > value ? 'more' : 'less'} than ${usd(even)} (now ${usd(value)}).`;
}

/**
 * Why this alternative and not the others: contrastive, with the assumptions and the point at which the choice would flip.
 * @param chosen key of the alternative proposed, by the agent or by a person.
 */
export function giveReason(
  context: ProposalContext,
  alternatives: readonly Alternative[],
  chosen: AlternativeKey,
): Reason {
  const picked = alternatives.find(({ key }) => key === chosen);
  if (!picked) throw new RangeError(`no alternative ${chosen}`);
  const others = alternatives.filter((alternative) => alternative !== picked);
  const best = alternatives.find(({ key }) => key === chooseLeast(alternatives)) ?? picked;
  const rivals = others.filter((other) => !other.unavailable).sort((a, b) => totalOf(a) - totalOf(b));
  const rival = rivals[0];
  return {
    sentence: sentence(picked, others, best),
    versus: others.map((other) => ({ key: other.key, sentence: versus(picked, other) })),
    wouldChangeIf: rival ? flip(context, picked, rival) : null,
    assumptions: assumptionsOf(context, alternatives),
  };
}

function assumptionsOf({ settings, worldAt }: ProposalContext, alternatives: readonly Alternative[]): string[] {
  const available = (key: AlternativeKey) => alternatives.find((a) => a.key === key && !a.unavailable);
  const expedite = available('expedite');
  const mode = (expedite && supplyInput(expedite)?.mode) ?? 'air';
  return [
    `The promise counts as broken ${plural(settings.toleranceDays, 'day')} after the due date.`,
    `A wider record weighs as much as ${figure(settings.priorWeight)} deliveries against a narrower one; before any record, ${percent(settings.priorMissWaiting)} of late deliveries pass the tolerance.`,
    ...(expedite
      ? [
          `Goods are ready at the origin; ${mode === 'air-charter' ? 'air charter' : mode} takes ${plural(settings.doorToDoorDays[mode] ?? 0, 'day')} door to door from ${day(worldAt)}; freight already booked is not refunded.`,
        ]
      : []),
    ...(available('split')
      ? ['The other supplier takes the order at once, at its past prices; its freight is as for the order it replaces.']
      : []),
  ];
}
