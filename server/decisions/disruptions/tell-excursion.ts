import { dayOfYear, figure, plural, spanWords, usd } from '../../core/words.ts';
import { bandWords, type ColdChainFacts, type judgeSilence } from '../agents/index.ts';

/** "14:05 UTC on 22 Nov 2026". */
export const minuteOf = (at: string): string => `${at.slice(11, 16)} UTC on ${dayOfYear(at)}`;

/** "Cold-chain excursion · container APZU4812090". */
export const titleOfExcursion = ({ thingKind, thing }: { thingKind: string; thing: string }): string =>
  `Cold-chain excursion · ${subjectOfExcursion({ thingKind, thing })}`;

/** "container APZU4812090"; a kind that says nothing is left out. */
export const subjectOfExcursion = ({ thingKind, thing }: { thingKind: string; thing: string }): string =>
  thingKind === 'other' ? thing : `${thingKind} ${thing}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "Container X has been outside 2 to 8 °C since 14:05 UTC on 22 Nov 2026: 11.4 °C at worst, 9.8 °C in the latest of 214 readings." */
export function tellExcursion(facts: ColdChainFacts): string {
  const { since, worst, latest, readings, meanKinetic, outsideMinutes } = facts;
  const mean = meanKinetic === null ? '' : ` Mean kinetic temperature since then: ${figure(meanKinetic)} °C.`;
  const was = facts.endedAt ? 'was' : 'has been';
  if (facts.raisedBy && facts.silentSince !== undefined)
    return (
      `${capital(subjectOfExcursion(facts))} was outside ${bandWords(facts)} when it was measured last: ${figure(worst.celsius)} °C at worst in ` +
      `${plural(readings, 'reading')} since ${minuteOf(since)}, too short to count by itself. Then it fell silent, and that is why this is a case.`
    );
  return (
    `${capital(subjectOfExcursion(facts))} ${was} outside ${bandWords(facts)} ${facts.endedAt ? 'from' : 'since'} ${minuteOf(since)}` +
    `: ${spanWords(outsideMinutes)} in all, ${figure(worst.celsius)} °C at worst, ` +
    `${figure(latest.celsius)} °C in the latest of ${plural(readings, 'reading')}.${mean}`
  );
}

type Judged = NonNullable<ReturnType<typeof judgeSilence>>;

/** "probe-1 of /erp"; a device that bears the name of its source is named once. */
export const deviceWords = ({ device, source }: Judged['heard']): string =>
  device === source ? source : `${device} of ${source}`;

/** What is said when nothing has been read for too long. */
export const tellSilence = ({ heard, minutes }: Judged): string =>
  `No reading of ${deviceWords(heard)} since ${minuteOf(heard.at)}, ${spanWords(minutes)} ago. The case stays open: what is not measured is not known.`;

/** What is said when something is read again after a silence that was told of. */
export const tellHeardAgain = ({ celsius, at }: { celsius: number; at: string }, silentSince: string): string =>
  `Measured again: ${figure(celsius)} °C at ${minuteOf(at)}, the last reading before it was of ${minuteOf(silentSince)}.`;

/** Why an excursion closed, in one sentence. */
export function tellExcursionClosing(reason: string, facts: ColdChainFacts): string {
  if (reason === 'false_alarm')
    return 'False alarm: readings that came late show that it never left its band for long enough.';
  if (reason === 'corrected')
    return 'The facts were corrected: without the readings that were taken back it never left its band for long enough.';
  const mean =
    facts.meanKinetic === null ? '' : ` The exposure stays: mean kinetic temperature ${figure(facts.meanKinetic)} °C.`;
  return `Back within ${bandWords(facts)} for long enough since ${minuteOf(facts.lastOutside)}, after ${spanWords(facts.outsideMinutes)} outside and ${figure(facts.worst.celsius)} °C at worst.${mean}`;
}

/** What an excursion threatens, in one sentence. */
export function tellExposed({ goods, allowedMinutes }: ColdChainFacts, valueUsd: number | null): string {
  if (!goods.length) return 'Nobody has told what is in it, so what it threatens is not known.';
  const customers = new Set(goods.flatMap(({ customer }) => customer ?? [])).size;
  const whose = customers ? ` for ${plural(customers, 'customer')}` : '';
  const what =
    valueUsd === null
      ? `${plural(goods.length, 'item')} of a value that is not known`
      : `${usd(valueUsd)} of goods (${plural(goods.length, 'item')})`;
  return `${what}${whose} ${goods.length === 1 ? 'counts' : 'count'} as lost after ${spanWords(allowedMinutes)} outside, unless a review says otherwise.`;
}
