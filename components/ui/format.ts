/** Wording of figures and times. Pure: the instant to measure from is handed in. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const NARROW = '\u00a0';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count with thousands separated: "6,507". */
export const formatCount = (value: number): string => whole.format(value);

/** Three significant figures and a unit: 4_213_000 → "4.21 M". Below 10,000 the whole number. */
function compactFigure(value: number): string {
  const step =
    value >= 999_500_000 ? ([1e9, 'B'] as const) : value >= 999_500 ? ([1e6, 'M'] as const) : ([1e3, 'k'] as const);
  if (value < 10_000) return whole.format(value);
  const scaled = value / step[0];
  const digits = scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
  return `${scaled.toFixed(digits)}${NARROW}${step[1]}`;
}

/**
 * US dollars for people.
 * @param usd amount in dollars
 * @param style `compact` shortens to three figures ("$4.21 M"); `signed` always writes the sign, for differences
 */
export function formatMoney(usd: number, style: { compact?: boolean; signed?: boolean } = {}): string {
  const rounded = Math.round(usd);
  const sign = rounded < 0 ? '−' : style.signed && rounded > 0 ? '+' : '';
  const figure = Math.abs(rounded);
  return `${sign}$${style.compact ? compactFigure(figure) : whole.format(figure)}`;
}

const unit = (count: number, name: string) => `${count}${NARROW}${name}`;

/** How long something took or has lasted, in its largest unit: "40 s", "2 min", "5 h", "9 d". Negative counts as zero. */
export function formatDuration(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < MINUTE) return unit(Math.floor(span / 1_000), 's');
  if (span < HOUR) return unit(Math.floor(span / MINUTE), 'min');
  if (span < 2 * DAY) return unit(Math.floor(span / HOUR), 'h');
  return unit(Math.floor(span / DAY), 'd');
}

/** How late something came: "0.4 s" below ten seconds, above as how long something took. */
export const formatLag = (milliseconds: number): string =>
  milliseconds < 10_000 ? `${(milliseconds / 1_000).toFixed(1)}${NARROW}s` : formatDuration(milliseconds);

/** The same in two units where the second matters to somebody under a clock: "5 h 40", "1 d 6 h", "4 min 10 s". */
export function formatDurationLong(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  const minutes = Math.floor(span / MINUTE);
  if (span < MINUTE) return unit(Math.floor(span / 1_000), 's');
  if (span < 10 * MINUTE) return `${unit(minutes, 'min')} ${Math.floor((span % MINUTE) / 1_000)}${NARROW}s`;
  if (span < HOUR) return unit(minutes, 'min');
  if (span < DAY) return `${unit(Math.floor(span / HOUR), 'h')} ${minutes % 60}${NARROW}min`;
  if (span < 4 * DAY) return `${unit(Math.floor(span / DAY), 'd')} ${Math.floor((span % DAY) / HOUR)}${NARROW}h`;
  return unit(Math.floor(span / DAY), 'd');
}

export type TimeLeft = { words: string; tone: 'calm' | 'soon' | 'over' };

/**
 * The clock of a case: how long until the breach, both in world time.
 * `soon` is less than a day, `over` is past the breach.
 */
export function formatTimeLeft(breachAt: Date, worldAt: Date): TimeLeft {
  const left = breachAt.getTime() - worldAt.getTime();
  if (left < 0) return { words: `${formatDuration(-left)} over`, tone: 'over' };
  return { words: `${formatDuration(left)} left`, tone: left < DAY ? 'soon' : 'calm' };
}

const two = (value: number) => String(value).padStart(2, '0');

/** "14 Mar 2009" in UTC: world facts carry dates, not places. */
export const formatDate = (at: Date): string => `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;

/** "14 Mar 2009 10:20" in UTC. */
export const formatWorldTime = (at: Date): string =>
  `${formatDate(at)} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;

/** "14 Mar 2009 10:20:05 UTC", for records. */
export const formatUtc = (at: Date): string => `${formatWorldTime(at)}:${two(at.getUTCSeconds())} UTC`;

/** An absolute time in the reader's own zone, named, and in UTC: for tooltips. Only for the browser. */
export function formatAbsolute(at: Date): string {
  const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' }).format(at);
  return `${local} · ${formatUtc(at)}`;
}

/** One of something, or several: plural(1, 'line') "1 line", plural(3, 'line') "3 lines". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
