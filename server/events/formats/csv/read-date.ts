const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TOKENS: Record<string, string> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<short>\\d{2})',
  MMM: '(?<name>[A-Za-z]{3,9})\\.?',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
};
const TOKEN = /yyyy|yy|MMM|MM|M|dd|d|HH|H|mm|ss/g;

const compiled = new Map<string, RegExp | null>();

/** The pattern of a format, or null for one that names a part twice or has no year, month and day. */
function patternOf(format: string): RegExp | null {
  const known = compiled.get(format);
  if (known !== undefined) return known;
  const source = format.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(TOKEN, (token) => TOKENS[token] ?? token);
  const whole = /\(\?<(year|short)>/.test(source) && /\(\?<(month|name)>/.test(source) && source.includes('(?<day>');
  const pattern = whole ? compile(source) : null;
  if (compiled.size > 500) compiled.clear();
  compiled.set(format, pattern);
  return pattern;
}

function compile(source: string): RegExp | null {
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return null; // a part named twice
  }
}

/** Whether a date format can be used. */
export const isDateFormat = (format: string): boolean => format === 'ISO' || patternOf(format) !== null;

/**
 * A date as a day (YYYY-MM-DD) or, where the format holds a time, an instant in UTC; null when no format fits or the day does not exist.
 * @param formats tried in their order, such as `d.M.yyyy`; `ISO` is RFC 3339.
 */
export function readDateText(text: string, formats: readonly string[]): string | null {
  for (const format of formats) {
    const told = format === 'ISO' ? readIso(text) : readFormatted(text, patternOf(format));
    if (told !== null) return told;
  }
  return null;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

function readIso(text: string): string | null {
  const [, day = '', clock, seconds = ':00', zone = 'Z'] = ISO.exec(text) ?? [];
  if (!exists(day)) return null;
  if (clock === undefined) return day;
  const told = `${day}T${clock}${seconds}${zone}`;
  return Number.isNaN(Date.parse(told)) ? null : told;
}

function readFormatted(text: string, pattern: RegExp | null): string | null {
  const parts = pattern?.exec(text)?.groups;
  if (!parts) return null;
  const month = parts.name ? MONTHS.indexOf(parts.name.slice(0, 3).toLowerCase()) + 1 : Number(parts.month);
  // Two digits: the hundred years that end in 2069, as POSIX has it.
  const year = parts.year ?? `${Number(parts.short) < 70 ? '20' : '19'}${parts.short}`;
  const day = `${year}-${two(month)}-${two(Number(parts.day))}`;
  if (!exists(day)) return null;
  if (parts.hour === undefined) return day;
  const [hour, minute, second] = [Number(parts.hour), Number(parts.minute ?? 0), Number(parts.second ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return `${day}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}

const two = (value: number) => String(value).padStart(2, '0');

function exists(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day;
}
