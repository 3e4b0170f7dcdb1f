import { makeTable } from '../../../core/make-table.ts';
import { firstOf, type Reader, readDate, textOf } from './read-segment.ts';
import type { Fault, Message, Segment } from './schema.ts';

/** Forms of a date (2379) by which digits are the day and which the time. A period (718) counts by its end. */
const FORMS = makeTable<RegExp>({
  '101': /^(\d{6})()$/,
  '102': /^(\d{8})()$/,
  '201': /^(\d{6})(\d{4})$/,
  '203': /^(\d{8})(\d{4})$/,
  '204': /^(\d{8})(\d{6})$/,
  '303': /^(\d{8})(\d{4})[A-Z]{3}$/,
  '718': /^\d{8}-?(\d{8})()$/,
});

/** The first date with one of these qualifiers (2005), in their order, as a day or an instant (UTC where no zone is told). */
export function datedBy(reader: Reader, segments: readonly Segment[], qualifiers: readonly string[]) {
  const segment = qualifiers.map((qualifier) => firstOf(segments, 'DTM', qualifier)).find((one) => one !== undefined);
  const value = textOf(segment, 1, 2);
  if (!segment || value === null) return { told: null, qualifier: null };
  const form = textOf(segment, 1, 3) ?? '102';
  const [, day = '', time = ''] = FORMS[form]?.exec(value) ?? [];
  const told = readDate(day, time || null);
  if (told === null)
    reader.add(
      'date-invalid',
      { segment, tag: 'DTM', element: 1, what: '' },
      value,
      `DTM01-2 is “${value}”, which is no date of the form ${form}.`,
    );
  return { told, qualifier: textOf(segment, 1) };
}

/** The first number with one of these qualifiers in segments of a tag, such as QTY 21 or PRI AAA. */
export function numberedBy(
  reader: Reader,
  segments: readonly Segment[],
  tag: string,
  qualifiers: readonly string[],
  decimal: string,
) {
  const segment = qualifiers.map((qualifier) => firstOf(segments, tag, qualifier)).find((one) => one !== undefined);
  const at = { segment, tag, element: 1, component: 2, what: 'a number' };
  return { number: reader.number(at, { decimal }), unit: textOf(segment, 1, 3), segment };
}

/** The item of a LIN: its own id, else the buyer's (IN, BP) or supplier's (SA, VN) number of PIA, else its description. */
export function itemNamed(loop: readonly Segment[]): string | null {
  const own = textOf(loop[0], 3);
  if (own) return own;
  const ids = loop
    .filter(({ tag }) => tag === 'PIA')
    .flatMap(({ elements }) => elements.slice(1).map(([id, kind]) => ({ id: id?.trim(), kind })));
  const named = ['EN', 'SRV', 'IN', 'BP', 'SA', 'VN', 'MF'].map(
    (kind) => ids.find((one) => one.kind === kind && one.id)?.id,
  );
  return named.find((id) => id) ?? ids.find(({ id }) => id)?.id ?? textOf(firstOf(loop, 'IMD'), 3, 4);
}

const partyWith = (segments: readonly Segment[], codes: readonly string[]) =>
  codes.map((code) => firstOf(segments, 'NAD', code)).find((found) => found !== undefined);
/** The code of the first party with one of these functions (3035), else its name. */
export const siteOf = (segments: readonly Segment[], ...codes: string[]): string | null => {
  const nad = partyWith(segments, codes);
  return textOf(nad, 2) ?? textOf(nad, 4) ?? textOf(nad, 3);
};
/** The name of the first party with one of these functions, else its code. */
export const nameOf = (segments: readonly Segment[], ...codes: string[]): string | null => {
  const nad = partyWith(segments, codes);
  return textOf(nad, 4) ?? textOf(nad, 3) ?? textOf(nad, 2);
};

/** The reference with this qualifier (1153), and the line it names. */
export const referenceOf = (segments: readonly Segment[], qualifier: string) => {
  const rff = firstOf(segments, 'RFF', qualifier);
  return { number: textOf(rff, 1, 2), line: textOf(rff, 1, 3) };
};

/** CNT 2 counts the LIN segments. Noted only: UNT holds for the whole message. */
export function checkCount(message: Message, lines: number): Fault[] {
  const cnt = firstOf(message.segments, 'CNT', '2');
  const value = textOf(cnt, 1, 2);
  if (value === null || Number(value) === lines) return [];
  return [
    {
      kind: 'count-differs',
      segment: 'CNT',
      position: cnt?.position ?? null,
      element: 1,
      value,
      reason: `CNT says ${value} line items, but ${lines} were read.`,
      weight: 'noted',
    },
  ];
}

/** C220 (8067): how goods travel. */
export const EDIFACT_MODES = makeTable<string>({
  '1': 'ocean',
  '10': 'ocean',
  '2': 'rail',
  '20': 'rail',
  '3': 'truck',
  '30': 'truck',
  '4': 'air',
  '40': 'air',
  '5': 'parcel',
  '50': 'parcel',
  '8': 'barge',
  '80': 'barge',
});
