import { makeTable } from '../../../core/make-table.ts';
import { checkCount, datedBy, itemNamed, nameOf, numberedBy, referenceOf, siteOf } from './read-edifact-values.ts';
import { allOf, asInstant, firstOf, noteOf, Reader, splitLoops, textOf } from './read-segment.ts';
import type { Fault, Mapped, Mapping, Message, Segment } from './schema.ts';

/** Requested or scheduled delivery; else the end of the window, else shipping. */
const WANTED = ['2', '67', '69', '63', '76', '10'];
const PROMISED = ['69', '67', '17', '76', '2', '10', '11'];
/** BGM 1225: what is done with the order. */
const PURPOSES = makeTable<'cancelled' | 'changed'>({ '1': 'cancelled', '3': 'cancelled', '4': 'changed' });

const wordsIn = (loop: readonly Segment[]): string | null =>
  noteOf(allOf(loop, 'FTX').map((one) => one.elements[3]?.filter(Boolean).join(' ') || null));

const noLine = (reader: Reader) =>
  reader.add(
    'segment-missing',
    { segment: undefined, tag: 'LIN', element: 1, what: '' },
    null,
    'LIN: the message has no line item.',
  );

/** ORDERS: one `purchase-order.placed` a LIN; changed or cancelled when BGM says so. */
export function mapOrders(message: Message, decimal: string): Mapping {
  const { heading, loops } = splitLoops(message.segments, 'LIN', ['UNS', 'UNT']);
  const bgm = firstOf(heading, 'BGM');
  const whole = new Reader();
  const orderNumber = whole.need({ segment: bgm, tag: 'BGM', element: 2, what: 'the number of the order' });
  const placedOn = datedBy(whole, heading, ['137', '4']).told;
  const due = datedBy(whole, heading, WANTED).told;
  const currency = textOf(firstOf(heading, 'CUX'), 1, 2);
  if (!loops.length) noLine(whole);
  const faults: Fault[] = [...whole.faults, ...checkCount(message, loops.length)];
  const signals: Mapped[] = [];
  if (orderNumber === null || whole.faults.length) return { signals, faults };
  const [supplier, buyer, shipTo] = [
    nameOf(heading, 'SU', 'SE'),
    nameOf(heading, 'BY'),
    siteOf(heading, 'DP', 'ST', 'CN'),
  ];
  loops.forEach((loop, index) => {
    const reader = new Reader(String(index + 1));
    const lineNumber = textOf(loop[0], 1) ?? String(index + 1);
    const item = itemNamed(loop);
    if (item === null)
      reader.add(
        'element-missing',
        { segment: loop[0], tag: 'LIN', element: 3, what: '' },
        null,
        'LIN03 is empty, and no PIA names the item.',
      );
    const ordered = numberedBy(reader, loop, 'QTY', ['21', '1'], decimal);
    if (!ordered.segment)
      reader.add(
        'segment-missing',
        { segment: undefined, tag: 'QTY', element: 1, what: '' },
        null,
        `QTY: line ${lineNumber} has no ordered quantity (QTY 21).`,
      );
    const unitPrice = numberedBy(reader, loop, 'PRI', ['AAA', 'AAB', 'CAL'], decimal).number;
    const requestedDelivery = datedBy(reader, loop, WANTED).told ?? due;
    faults.push(...reader.faults);
    if (reader.faults.length) return;
    const common = {
      orderNumber,
      lineNumber,
      quantity: ordered.number,
      unitPrice,
      currency,
      requestedDelivery,
      note: wordsIn(loop),
    };
    const change = PURPOSES[textOf(bgm, 3) ?? ''];
    signals.push({
      line: lineNumber,
      type: change ? 'purchase-order.changed' : 'purchase-order.placed',
      time: asInstant(placedOn),
      data: change ? { ...common, change } : { ...common, supplier, buyer, item, unit: ordered.unit ?? 'PCE', shipTo },
    });
  });
  return { signals, faults };
}

type Answer = 'accepted' | 'changed' | 'rejected' | 'back-ordered';
/** LIN 1229: what the supplier does with a line. */
const LINE_ANSWERS = makeTable<Answer>({
  '2': 'rejected',
  '3': 'changed',
  '5': 'accepted',
  '6': 'changed',
  '7': 'rejected',
});
/** BGM 1225 for lines that do not say: accepted as it is, accepted with changes, changed, not accepted. */
const ORDER_ANSWERS = makeTable<Answer>({ '29': 'accepted', '30': 'changed', '4': 'changed', '27': 'rejected' });

/** ORDRSP: one `purchase-order.confirmed` a LIN. */
export function mapOrdrsp(message: Message, decimal: string): Mapping {
  const { heading, loops } = splitLoops(message.segments, 'LIN', ['UNS', 'UNT']);
  const bgm = firstOf(heading, 'BGM');
  const whole = new Reader();
  const answeredOn = datedBy(whole, heading, ['137']).told;
  const promised = datedBy(whole, heading, PROMISED).told;
  const currency = textOf(firstOf(heading, 'CUX'), 1, 2);
  const order = referenceOf(heading, 'ON').number;
  const supplier = nameOf(heading, 'SU', 'SE');
  const overall = ORDER_ANSWERS[textOf(bgm, 3) ?? ''];
  if (!loops.length) noLine(whole);
  const faults: Fault[] = [...whole.faults, ...checkCount(message, loops.length)];
  const signals: Mapped[] = [];
  if (whole.faults.length) return { signals, faults };
  loops.forEach((loop, index) => {
    const reader = new Reader(String(index + 1));
    const [lin] = loop;
    const own = referenceOf(loop, 'ON');
    const orderNumber = own.number ?? order;
    if (orderNumber === null)
      reader.add(
        'segment-missing',
        { segment: undefined, tag: 'RFF', element: 1, what: '' },
        null,
        'RFF: no order is named (RFF ON).',
      );
    const lineNumber = own.line ?? textOf(lin, 1) ?? String(index + 1);
    const backOrder = numberedBy(reader, loop, 'QTY', ['83'], decimal);
    const kept = numberedBy(reader, loop, 'QTY', ['113', '12', '21'], decimal);
    const told = textOf(lin, 2);
    const answer = backOrder.segment && !kept.segment ? 'back-ordered' : (LINE_ANSWERS[told ?? ''] ?? overall);
    if (!answer)
      reader.add(
        'code-unknown',
        { segment: lin, tag: 'LIN', element: 2, what: '' },
        told,
        `LIN02 is “${told ?? ''}” and BGM03 “${textOf(bgm, 3) ?? ''}”: neither says whether the line is accepted (5, 29), changed (3, 6, 4, 30) or rejected (7, 27).`,
      );
    const unitPrice = numberedBy(reader, loop, 'PRI', ['AAA', 'AAB', 'CAL'], decimal).number;
    const promisedDelivery = datedBy(reader, loop, PROMISED).told ?? promised;
    faults.push(...reader.faults);
    if (reader.faults.length) return;
    signals.push({
      line: lineNumber,
      type: 'purchase-order.confirmed',
      time: asInstant(answeredOn),
      data: {
        orderNumber,
        lineNumber,
        supplier,
        answer,
        quantity: answer === 'rejected' ? 0 : (kept.number ?? backOrder.number),
        unitPrice,
        currency,
        promisedDelivery,
        note: wordsIn(loop),
      },
    });
  });
  return { signals, faults };
}
