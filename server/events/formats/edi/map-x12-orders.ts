import { allOf, asInstant, firstOf, noteOf, Reader, splitLoops, textOf } from './read-segment.ts';
import type { Fault, Mapped, Mapping, Message, Segment } from './schema.ts';

/** Product ids of PO1, POC and LIN in the order in which they are believed: a GTIN, then the buyer's number, then the vendor's. */
const PRODUCT_QUALIFIERS = ['UK', 'EN', 'UP', 'UA', 'BP', 'IN', 'SK', 'VP', 'VN', 'VA', 'MG', 'PI'];

/** The item that pairs of (qualifier, id) name, from element `from` on; the first pair of any kind when none is known. */
export function itemOf(segment: Segment, from: number): string | null {
  const pairs = new Map<string, string>();
  for (let at = from; at < segment.elements.length; at += 2) {
    const [qualifier, id] = [textOf(segment, at), textOf(segment, at + 1)];
    if (id && !pairs.has(qualifier ?? '')) pairs.set(qualifier ?? '', id);
  }
  const known = PRODUCT_QUALIFIERS.find((qualifier) => pairs.has(qualifier));
  return (known ? pairs.get(known) : pairs.values().next().value) ?? null;
}

/** The party of an N1 segment: its code when it has one, else its name. */
export const partyCode = (segment: Segment | undefined): string | null => textOf(segment, 4) ?? textOf(segment, 2);
/** The party of an N1 segment by name, else by code. */
export const partyName = (segment: Segment | undefined): string | null => textOf(segment, 2) ?? textOf(segment, 4);
export const partyOf = (segments: readonly Segment[], ...codes: string[]): Segment | undefined =>
  codes.map((code) => firstOf(segments, 'N1', code)).find((found) => found !== undefined);

/** The first date of these qualifiers (element 374), in their order. */
export function dateOf(reader: Reader, segments: readonly Segment[], qualifiers: readonly string[]): string | null {
  const found = qualifiers.map((qualifier) => firstOf(segments, 'DTM', qualifier)).find((one) => one !== undefined);
  return reader.date({ segment: found, tag: 'DTM', element: 2, what: 'a date' }, textOf(found, 3));
}

/** Requested delivery, current schedule for delivery, delivered by, do not deliver after; else the requested or scheduled shipping. */
const WANTED = ['002', '067', '069', '074', '063', '010', '068', '018'];

/** CTT: the number of line items, and the sum of their quantities where it is told. Noted only: the set's own trailer holds. */
export function checkTotals(message: Message, lines: readonly Segment[], quantityAt: number): Fault[] {
  const total = firstOf(message.segments, 'CTT');
  const count = textOf(total, 1);
  const sum = lines.reduce((whole, line) => whole + Number(textOf(line, quantityAt) ?? 0), 0);
  const hash = textOf(total, 2);
  const fault = (element: number, value: string, reason: string): Fault => ({
    kind: 'count-differs',
    segment: 'CTT',
    position: total?.position ?? null,
    element,
    value,
    reason,
    weight: 'noted',
  });
  return [
    ...(count !== null && Number(count) !== lines.length
      ? [fault(1, count, `CTT01 says ${count} line items, but ${lines.length} were read.`)]
      : []),
    ...(hash !== null && Math.abs(Number(hash) - sum) > 1e-6
      ? [fault(2, hash, `CTT02 says ${hash}, but the quantities add up to ${sum}.`)]
      : []),
  ];
}

/** What BEG01 says is done with the order (element 353); a code that is not here places it. */
const CANCELS = '01';
const CHANGES = '04';

/** What 850 and 860 do not have in common: their segments, and what a line of theirs says. */
type Layout = {
  opening: 'BEG' | 'BCH';
  /** The segment of a line, and the element that is its quantity. */
  line: 'PO1' | 'POC';
  quantityAt: number;
  /** Said of an order without a line. */
  empty: string;
  /** When it was said, of the opening segment. */
  saidOn: (whole: Reader, opening: Segment | undefined) => string | null;
  /** What the heading says for all lines, read before them, and what a line says; what it could not read, its reader knows. */
  linesOf: (heading: readonly Segment[], opening: Segment | undefined, whole: Reader) => (line: Line) => Said;
};

type Line = {
  segment: Segment | undefined;
  loop: readonly Segment[];
  reader: Reader;
  at: (element: number, what: string) => { segment: Segment | undefined; tag: string; element: number; what: string };
};
type Said = { type: string; data: Record<string, unknown> };

/** An order or its change: one signal a line, under the number of the order. */
function mapOrder(message: Message, { opening, line, quantityAt, empty, saidOn, linesOf }: Layout): Mapping {
  const { heading, loops } = splitLoops(message.segments, line, ['CTT', 'SE']);
  const first = firstOf(heading, opening);
  const whole = new Reader();
  const orderNumber = whole.need({ segment: first, tag: opening, element: 3, what: 'the number of the order' });
  const told = saidOn(whole, first);
  const currency = textOf(firstOf(heading, 'CUR'), 2);
  const say = linesOf(heading, first, whole);
  if (!loops.length) whole.add('segment-missing', { segment: undefined, tag: line, element: 1, what: '' }, null, empty);
  const lines = loops.flatMap(([segment]) => (segment ? [segment] : []));
  const faults = [...whole.faults, ...checkTotals(message, lines, quantityAt)];
  const signals: Mapped[] = [];
  if (orderNumber === null || whole.faults.length) return { signals, faults };
  loops.forEach((loop, index) => {
    const [segment] = loop;
    const reader = new Reader(String(index + 1));
    const lineNumber = textOf(segment, 1) ?? String(index + 1);
    const at = (element: number, what: string) => ({ segment, tag: line, element, what });
    const said = say({ segment, loop, reader, at });
    faults.push(...reader.faults);
    if (reader.faults.length) return;
    const data = { orderNumber, lineNumber, currency, ...said.data };
    signals.push({ line: lineNumber, type: said.type, time: asInstant(told), data });
  });
  return { signals, faults };
}

/** 850 purchase order: one `purchase-order.placed` a PO1; cancelled or changed when BEG01 says so. */
export const map850 = (message: Message): Mapping =>
  mapOrder(message, {
    opening: 'BEG',
    line: 'PO1',
    quantityAt: 2,
    empty: 'PO1: the order has no line.',
    saidOn: (whole, beg) => whole.date({ segment: beg, tag: 'BEG', element: 5, what: 'the date of the order' }),
    linesOf: (heading, beg, whole) => {
      const due = dateOf(whole, heading, WANTED);
      const shipTo = partyCode(partyOf(heading, 'ST', 'BS'));
      const supplier = partyName(partyOf(heading, 'SU', 'SE', 'VN'));
      const buyer = partyName(partyOf(heading, 'BY', 'BT'));
      const purpose = textOf(beg, 1);
      return ({ segment, loop, reader, at }) => {
        const item = segment ? itemOf(segment, 6) : null;
        if (item === null)
          reader.add('element-missing', at(7, 'an item'), null, 'PO107 is empty: it must name the item.');
        const common = {
          quantity: reader.needNumber(at(2, 'the quantity ordered')),
          unitPrice: reader.number(at(4, 'the price of a unit')),
          requestedDelivery: dateOf(reader, loop, WANTED) ?? due,
          note: noteOf([
            ...allOf(loop, 'PID').map((one) => textOf(one, 5)),
            ...allOf(loop, 'MSG').map((one) => textOf(one, 1)),
          ]),
        };
        if (purpose === CANCELS || purpose === CHANGES) {
          const change = purpose === CANCELS ? 'cancelled' : 'changed';
          return { type: 'purchase-order.changed', data: { ...common, change } };
        }
        const unit = textOf(segment, 3) ?? 'EA';
        return { type: 'purchase-order.placed', data: { ...common, supplier, buyer, item, unit, shipTo } };
      };
    },
  });

/** POC02 (element 670): what the buyer does to a line. */
const LINE_CHANGES = {
  AI: 'added',
  CA: 'changed',
  CC: 'changed',
  CE: 'changed',
  CF: 'changed',
  CG: 'changed',
  CH: 'changed',
  CI: 'changed',
  CT: 'changed',
  DI: 'cancelled',
  MU: 'changed',
  NC: 'changed',
  OA: 'added',
  PC: 'changed',
  PQ: 'changed',
  PR: 'changed',
  QD: 'changed',
  QI: 'changed',
  RA: 'changed',
  RE: 'changed',
  RM: 'changed',
  RQ: 'changed',
  RS: 'changed',
  RZ: 'changed',
} as const;

/** 860 purchase order change by the buyer: one `purchase-order.changed` a POC. */
export const map860 = (message: Message): Mapping =>
  mapOrder(message, {
    opening: 'BCH',
    line: 'POC',
    quantityAt: 3,
    empty: 'POC: the change names no line; send a POC for each line that it is about.',
    saidOn: (whole, bch) =>
      whole.date({ segment: bch, tag: 'BCH', element: 11, what: 'the date of the change' }) ??
      whole.date({ segment: bch, tag: 'BCH', element: 6, what: 'the date of the order' }),
    linesOf: (heading, bch) => {
      const cancelsAll = textOf(bch, 1) === CANCELS;
      // The one date of the heading that would be taken, so that the heading is not read again for every line.
      const asked = WANTED.flatMap((qualifier) => firstOf(heading, 'DTM', qualifier) ?? []).slice(0, 1);
      return ({ loop, reader, at }) => ({
        type: 'purchase-order.changed',
        data: {
          change: cancelsAll ? 'cancelled' : reader.code(at(2, 'the change of a line'), LINE_CHANGES),
          quantity: reader.number(at(3, 'the quantity ordered')),
          unitPrice: reader.number(at(6, 'the price of a unit')),
          requestedDelivery: dateOf(reader, loop, WANTED) ?? dateOf(reader, asked, WANTED),
          note: noteOf(allOf(loop, 'MSG').map((one) => textOf(one, 1))),
        },
      });
    },
  });
