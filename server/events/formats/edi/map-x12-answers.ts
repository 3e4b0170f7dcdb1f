import { makeTable } from '../../../core/make-table.ts';
import { checkTotals, dateOf, partyName, partyOf } from './map-x12-orders.ts';
import { allOf, asInstant, firstOf, noteOf, Reader, splitLoops, textOf } from './read-segment.ts';
import type { Mapped, Mapping, Message, Segment } from './schema.ts';

type Answer = 'accepted' | 'changed' | 'rejected' | 'back-ordered';

/** ACK01 (element 668): the supplier's answer on a line. */
const LINE_ANSWERS = makeTable<Answer>({
  IA: 'accepted',
  AC: 'accepted',
  AR: 'accepted',
  DR: 'changed',
  IC: 'changed',
  IP: 'changed',
  IQ: 'changed',
  IS: 'changed',
  IE: 'changed',
  IF: 'back-ordered',
  IH: 'back-ordered',
  IB: 'back-ordered',
  BP: 'back-ordered',
  ID: 'rejected',
  IR: 'rejected',
  R1: 'rejected',
  R2: 'rejected',
  R3: 'rejected',
  R4: 'rejected',
  R5: 'rejected',
  R6: 'rejected',
  SP: 'changed',
});
/** BAK02 and BCA02 (element 587): the answer on the whole order, for lines without one of their own. */
const ORDER_ANSWERS = makeTable<Answer>({
  AC: 'changed',
  AD: 'accepted',
  AE: 'changed',
  AK: 'accepted',
  AP: 'accepted',
  AT: 'accepted',
  RD: 'rejected',
  RF: 'rejected',
  RJ: 'rejected',
  RN: 'rejected',
  ZZ: 'changed',
});
/** Promised, current, estimated or scheduled delivery; else the same of shipping. */
const PROMISED = ['069', '067', '017', '002', '068', '010', '011', '018'];

/** Answers of one line as one: part of it accepted and part back-ordered is a change. */
function joinAnswers(answers: readonly (Answer | null)[]): Answer | null {
  const told = new Set(answers.filter((answer) => answer !== null));
  if (told.size <= 1) return [...told][0] ?? null;
  return 'changed';
}

function mapAnswer(
  message: Message,
  head: { tag: string; order: number; date: number; line: string; quantity: number; price: number },
): Mapping {
  const { heading, loops } = splitLoops(message.segments, head.line, ['CTT', 'SE']);
  const first = firstOf(heading, head.tag);
  const whole = new Reader();
  const orderNumber = whole.need({
    segment: first,
    tag: head.tag,
    element: head.order,
    what: 'the number of the order',
  });
  const answeredOn = whole.date({ segment: first, tag: head.tag, element: head.date, what: 'the date of the answer' });
  const overall = whole.code(
    { segment: first, tag: head.tag, element: 2, what: 'the answer on the order' },
    ORDER_ANSWERS,
  );
  const promised = dateOf(whole, heading, PROMISED);
  const supplier = partyName(partyOf(heading, 'SU', 'SE', 'VN'));
  const currency = textOf(firstOf(heading, 'CUR'), 2);
  if (!loops.length)
    whole.add(
      'segment-missing',
      { segment: undefined, tag: head.line, element: 1, what: '' },
      null,
      `${head.line}: the answer names no line, so it cannot be told which lines it is about.`,
    );
  const faults = [
    ...whole.faults,
    ...checkTotals(
      message,
      loops.map(([line]) => line as Segment),
      head.quantity,
    ),
  ];
  const signals: Mapped[] = [];
  if (orderNumber === null || whole.faults.length) return { signals, faults };
  loops.forEach((loop, index) => {
    const [line] = loop;
    const reader = new Reader(String(index + 1));
    const at = (element: number, what: string) => ({ segment: line, tag: head.line, element, what });
    const lineNumber = textOf(line, 1) ?? String(index + 1);
    const acks = allOf(loop, 'ACK');
    const parts = acks.map((segment) => {
      const on = (element: number, what: string) => ({ segment, tag: 'ACK', element, what });
      return {
        answer: reader.code(on(1, 'the answer on a line'), LINE_ANSWERS),
        quantity: reader.number(on(2, 'the quantity')),
        date: reader.date(on(5, 'a date')),
      };
    });
    const kept = parts.filter(({ answer }) => answer !== 'rejected');
    const told = kept.map(({ quantity }) => quantity).filter((quantity) => quantity !== null);
    const unitPrice = reader.number(at(head.price, 'the price of a unit'));
    const ordered = reader.number(at(head.quantity, 'the quantity ordered'));
    const days = kept
      .map(({ date }) => date)
      .filter((date) => date !== null)
      .sort();
    const answer = parts.length ? joinAnswers(parts.map((part) => part.answer)) : overall;
    const ownDate = dateOf(reader, loop, PROMISED);
    const split =
      parts.length > 1
        ? parts
            .map((part) => `${part.quantity ?? '?'} ${part.answer}${part.date ? ` for ${part.date}` : ''}`)
            .join(', ')
        : null;
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
        quantity: told.length ? told.reduce((sum, quantity) => sum + quantity, 0) : answer === 'rejected' ? 0 : ordered,
        unitPrice,
        currency,
        // The last part decides when all of the line is there.
        promisedDelivery: days.at(-1) ?? ownDate ?? promised,
        note: noteOf([split, ...allOf(loop, 'MSG').map((one) => textOf(one, 1))]),
      },
    });
  });
  return { signals, faults };
}

/** 855 purchase order acknowledgement: one `purchase-order.confirmed` a PO1. */
export const map855 = (message: Message): Mapping =>
  mapAnswer(message, { tag: 'BAK', order: 3, date: 4, line: 'PO1', quantity: 2, price: 4 });

/** 865 change acknowledged or asked for by the seller: one `purchase-order.confirmed` a POC. */
export const map865 = (message: Message): Mapping =>
  mapAnswer(message, { tag: 'BCA', order: 3, date: 6, line: 'POC', quantity: 3, price: 6 });
