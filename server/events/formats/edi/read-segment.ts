import { storable } from '../../../core/words.ts';
import { readDecimal } from '../read-decimal.ts';
import type { Fault, FaultKind, Segment } from './schema.ts';

/** The text of an element's component (both from 1), or null when it is empty or not there. */
export const textOf = (segment: Segment | undefined, element: number, component = 1): string | null =>
  segment?.elements[element - 1]?.[component - 1]?.trim() || null;

export const firstOf = (segments: readonly Segment[], tag: string, first?: string): Segment | undefined =>
  segments.find((segment) => segment.tag === tag && (first === undefined || textOf(segment, 1) === first));

export const allOf = (segments: readonly Segment[], tag: string): Segment[] =>
  segments.filter((segment) => segment.tag === tag);

/** Splits segments into loops, each from one `tag` up to the next one or to a segment of `until`; what stands before is the heading. */
export function splitLoops(segments: readonly Segment[], tag: string, until: readonly string[] = []) {
  const heading: Segment[] = [];
  const loops: Segment[][] = [];
  const rest: Segment[] = [];
  for (const segment of segments) {
    if (rest.length || (until.includes(segment.tag) && loops.length)) rest.push(segment);
    else if (segment.tag === tag) loops.push([segment]);
    else (loops.at(-1) ?? heading).push(segment);
  }
  return { heading, loops, rest };
}

/** Texts of several places as one note, or null; at most 2,000 characters, as contracts ask. */
export const noteOf = (parts: readonly (string | null)[]): string | null =>
  storable(parts.filter((part) => part !== null).join(' · '), 2_000).trim() || null;

type At = { segment: Segment | undefined; tag: string; element: number; component?: number; what: string };

/** Reads values and remembers what was wrong with them, so that a line can be told in one pass and left out as a whole. */
export class Reader {
  readonly faults: Fault[] = [];
  /** @param line that is left out when one of its values is wrong; without it the whole message is. */
  constructor(private readonly line?: string) {}

  /** A value that must be there; null, and a fault, when it is not. */
  need(at: At): string | null {
    const value = textOf(at.segment, at.element, at.component);
    if (value !== null) return value;
    const name = at.segment ? elementName(at) : at.tag;
    this.add(
      at.segment ? 'element-missing' : 'segment-missing',
      at,
      null,
      at.segment
        ? `${name} is empty: it must hold ${at.what}.`
        : `The segment ${name} is missing: it must hold ${at.what}.`,
    );
    return null;
  }

  /** A number, or null when the element is empty. `implied` decimals stand for X12's type N2. */
  number(at: At, { implied = 0, decimal = '.' } = {}): number | null {
    const value = textOf(at.segment, at.element, at.component);
    if (value === null) return null;
    const plain = decimal === '.' ? value : value.replace(decimal, '.');
    const isNumber = /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain);
    const number = isNumber ? readDecimal(plain) : null;
    if (number !== null) return implied ? Number((number / 10 ** implied).toFixed(implied)) : number;
    const why = isNumber ? 'which has more digits than can be kept' : 'which is no number';
    this.add('value-invalid', at, value, `${elementName(at)} is “${value}”, ${why}: it must hold ${at.what}.`);
    return null;
  }

  needNumber(at: At, options?: { implied?: number; decimal?: string }): number | null {
    return this.need(at) === null ? null : this.number(at, options);
  }

  /** A day as YYYY-MM-DD, or an instant when a time is told as well; null when the date is empty. */
  date(at: At, time: string | null = null, offset = 'Z'): string | null {
    const value = textOf(at.segment, at.element, at.component);
    if (value === null) return null;
    const told = readDate(value, time, offset);
    if (told === null)
      this.add(
        'date-invalid',
        at,
        value,
        `${elementName(at)} is “${value}${time ? ` ${time}` : ''}”, which is no date.`,
      );
    return told;
  }

  /** The meaning of a code; null, and a fault, for one that the table does not hold. */
  code<T extends string>(at: At, table: Readonly<Record<string, T>>): T | null {
    const value = this.need(at);
    if (value === null) return null;
    const meaning = Object.hasOwn(table, value) ? table[value] : undefined;
    if (meaning !== undefined) return meaning;
    const known = Object.keys(table).join(', ');
    this.add(
      'code-unknown',
      at,
      value,
      `${elementName(at)} is “${value}”, which is not known for ${at.what}; known are ${known}.`,
    );
    return null;
  }

  add(kind: FaultKind, at: At, value: string | null, reason: string): void {
    const { segment, tag, element } = at;
    this.faults.push({
      kind,
      segment: tag,
      position: segment?.position ?? null,
      element: segment ? element : null,
      value,
      reason,
      ...(this.line === undefined ? { weight: 'message' } : { weight: 'line', line: this.line }),
    });
  }
}

/** "PO102" in X12; components as "DTM01-2". */
const elementName = ({ tag, element, component = 1 }: At): string =>
  `${tag}${String(element).padStart(2, '0')}${component > 1 ? `-${component}` : ''}`;

/**
 * A date as EDI writes it (CCYYMMDD or YYMMDD, with HHMM, HHMMSS beside it) as a day or, with a time, an instant.
 * @param offset of the place, such as `-05:00`; EDI often tells none, then UTC is taken.
 */
export function readDate(date: string, time: string | null, offset = 'Z'): string | null {
  const parts = /^(\d{2}|\d{4})(\d{2})(\d{2})$/.exec(date);
  if (!parts) return null;
  const [, year = '', month = '', day = ''] = parts;
  // Two digits: the hundred years that end in 2069, as POSIX has it.
  const full = year.length === 4 ? year : `${Number(year) < 70 ? '20' : '19'}${year}`;
  const iso = `${full}-${month}-${day}`;
  const at = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso || !/^(19|20|21)/.test(iso)) return null;
  if (time === null) return iso;
  const clock = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)?\d{0,2}$/.exec(time);
  return clock ? `${iso}T${clock[1]}:${clock[2]}:${clock[3] ?? '00'}${offset}` : null;
}

/** A day or an instant as an instant, for the event time of a signal. */
export const asInstant = (told: string | null): string | null =>
  told === null ? null : told.length === 10 ? `${told}T00:00:00Z` : told;
