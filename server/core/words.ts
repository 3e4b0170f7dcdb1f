import { DAY } from './clock.ts';
import { makeTable } from './make-table.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const upToTwo = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const exact = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
// Not Intl's short months: "Sept" beside the console's "Sep" would read as two dates.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "$12,400": whole dollars, as a card shows money. */
export const usd = (amount: number): string => `${amount < 0 ? '−' : ''}$${whole.format(Math.abs(amount))}`;

/** "$6.31": dollars and cents, for prices and rates. */
export const usdExact = (amount: number): string => `${amount < 0 ? '−' : ''}$${exact.format(Math.abs(amount))}`;

/** "1,240": a whole count. */
export const count = (amount: number): string => whole.format(amount);

/** "3.5": up to two decimals. */
export const figure = (amount: number): string => upToTwo.format(amount).replace('-', '−');

/** "1,200 EA"; a unit that is itself a count is multiplied: "40 × 50 vials". */
export const amount = (quantity: number, unit: string): string =>
  `${figure(quantity)}${/^\d/.test(unit) ? ' ×' : ''} ${unit}`;

/** Signs of the UNECE Recommendation 20 codes that sensors use most. */
const SIGNS = makeTable<string>({ CEL: '°C', FAH: '°F', KEL: 'K', P1: '%', KMH: 'km/h', KGM: 'kg', VLT: 'V' });

/** The sign of a unit's code: "°C" for CEL; any other as it was told. */
export const unitSign = (code: string): string => SIGNS[code] ?? code;

/** "37 %". */
export const percent = (share: number): string => `${whole.format(share * 100)} %`;

/** Words that hold part of what came from outside, as the store can keep them: cut where they are long, U+FFFD for what is no text. */
export const storable = (text: string, most: number): string =>
  text.slice(0, most).toWellFormed().replaceAll('\0', '\ufffd');

/** "1 line", "3 lines". */
export const plural = (amount: number, one: string, many = `${one}s`): string =>
  `${count(amount)} ${amount === 1 ? one : many}`;

/** "20 minutes", "3 h 20 min", "4 d 3 h": a span of minutes, in at most two units. */
export function spanWords(minutes: number): string {
  const all = Math.max(0, Math.round(minutes));
  const [hours, days] = [Math.floor(all / 60), Math.floor(all / 1_440)];
  if (hours === 0) return plural(all, 'minute');
  if (days < 2) return all % 60 ? `${hours} h ${all % 60} min` : plural(hours, 'hour');
  return hours % 24 ? `${count(days)} d ${hours % 24} h` : plural(days, 'day');
}

/** "19 May", in UTC. */
export const day = (at: Date | string): string => {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
};

/** "19 May 2009", in UTC. */
export const dayOfYear = (at: Date | string): string => `${day(at)} ${new Date(at).getUTCFullYear()}`;

/** "19 May 2009 07:00 UTC". */
export const minute = (at: Date | string): string => `${dayOfYear(at)} ${new Date(at).toISOString().slice(11, 16)} UTC`;

const instantBefore = (at: Date | string): Date => new Date(new Date(at).getTime() - 1);

/** The last day before an instant, in UTC: "2 May" for what ends at the start of 3 May. */
export const lastDay = (before: Date | string): string => day(instantBefore(before));

/** The same with its year. */
export const lastDayOfYear = (before: Date | string): string => dayOfYear(instantBefore(before));

/** Whole days from one instant to another, rounded down; negative when `to` is earlier. */
export const daysBetween = (from: Date | string, to: Date | string): number =>
  Math.floor((new Date(to).getTime() - new Date(from).getTime()) / DAY);
