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

/** 850 purchase order: one `purchase-order.placed` a PO1; cancelled or changed when BEG01 says so. */
export function map850(message: Message): Mapping {
  const { heading, loops } = splitLoops(message.segments, 'PO1', ['CTT', 'SE']);
  const beg = firstOf(heading, 'BEG');
  const whole = new Reader();
  const orderNumber = whole.need({ segment: beg, tag: 'BEG', element: 3, what: 'the number of the order' });
  const placedOn = whole.date({ segment: beg, tag: 'BEG', element: 5, what: 'the date of the order' });
  const due = dateOf(whole, heading, WANTED);
  const currency = textOf(firstOf(heading, 'CUR'), 2);
  const shipTo = partyCode(partyOf(heading, 'ST', 'BS'));
  const supplier = partyName(partyOf(heading, 'SU', 'SE', 'VN'));
  const buyer = partyName(partyOf(heading, 'BY', 'BT'));
  if (!loops.length)
    whole.add(
      'segment-missing',
      { segment: undefined, tag: 'PO1', element: 1, what: '' },
      null,
      'PO1: the order has no line.',
    );
  const faults = [
    ...whole.faults,
    ...checkTotals(
      message,
      loops.map(([line]) => line as Segment),
      2,
    ),
  ];
  const signals: Mapped[] = [];
  if (orderNumber === null || whole.faults.length) return { signals, faults };
  loops.forEach((loop, index) => {
    const [po1] = loop;
    const reader = new Reader(String(index + 1));
    const at = (element: number, what: string) => ({ segment: po1, tag: 'PO1', element, what });
    const lineNumber = textOf(po1, 1) ?? String(index + 1);
    const item = po1 ? itemOf(po1, 6) : null;
    if (item === null) reader.add('element-missing', at(7, 'an item'), null, 'PO107 is empty: it must name the item.');
    const quantity = reader.needNumber(at(2, 'the quantity ordered'));
    const unitPrice = reader.number(at(4, 'the price of a unit'));
    const requestedDelivery = dateOf(reader, loop, WANTED) ?? due;
    const unit = textOf(po1, 3) ?? 'EA';
    const note = noteOf([
      ...allOf(loop, 'PID').map((one) => textOf(one, 5)),
      ...allOf(loop, 'MSG').map((one) => textOf(one, 1)),
    ]);
    faults.push(...reader.faults);
    if (reader.faults.length || item === null) return;
    const purpose = textOf(beg, 1);
    const common = { orderNumber, lineNumber, quantity, unitPrice, currency, requestedDelivery, note };
    const changed = purpose === CANCELS || purpose === CHANGES;
    signals.push({
      line: lineNumber,
      type: changed ? 'purchase-order.changed' : 'purchase-order.placed',
      time: asInstant(placedOn),
      data: changed
        ? { ...common, change: purpose === CANCELS ? 'cancelled' : 'changed' }
        : { ...common, supplier, buyer, item, unit, shipTo },
    });
  });
  return { signals, faults };
}

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
export function map860(message: Message): Mapping {
  const { heading, loops } = splitLoops(message.segments, 'POC', ['CTT', 'SE']);
  const bch = firstOf(heading, 'BCH');
  const whole = new Reader();
  const orderNumber = whole.need({ segment: bch, tag: 'BCH', element: 3, what: 'the number of the order' });
  const changedOn =
    whole.date({ segment: bch, tag: 'BCH', element: 11, what: 'the date of the change' }) ??
    whole.date({ segment: bch, tag: 'BCH', element: 6, what: 'the date of the order' });
  const currency = textOf(firstOf(heading, 'CUR'), 2);
  const cancelsAll = textOf(bch, 1) === CANCELS;
  if (!loops.length)
    whole.add(
      'segment-missing',
      { segment: undefined, tag: 'POC', element: 1, what: '' },
      null,
      'POC: the change names no line; send a POC for each line that it is about.',
    );
  const faults = [
    ...whole.faults,
    ...checkTotals(
      message,
      loops.map(([line]) => line as Segment),
      3,
    ),
  ];
  const signals: Mapped[] = [];
  if (orderNumber === null || whole.faults.length) return { signals, faults };
  loops.forEach((loop, index) => {
    const [poc] = loop;
    const reader = new Reader(String(index + 1));
    const at = (element: number, what: string) => ({ segment: poc, tag: 'POC', element, what });
    const lineNumber = textOf(poc, 1) ?? String(index + 1);
    const change = cancelsAll ? 'cancelled' : reader.code(at(2, 'the change of a line'), LINE_CHANGES);
    const quantity = reader.number(at(3, 'the quantity ordered'));
    const unitPrice = reader.number(at(6, 'the price of a unit'));
    const requestedDelivery = dateOf(reader, loop, WANTED) ?? dateOf(reader, heading, WANTED);
    const note = noteOf(allOf(loop, 'MSG').map((one) => textOf(one, 1)));
    faults.push(...reader.faults);
    if (reader.faults.length) return;
    signals.push({
      line: lineNumber,
      type: 'purchase-order.changed',
      time: asInstant(changedOn),
      data: { orderNumber, lineNumber, change, quantity, unitPrice, currency, requestedDelivery, note },
    });
  });
  return { signals, faults };
}
