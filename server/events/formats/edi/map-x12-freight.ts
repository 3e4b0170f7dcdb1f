import { makeTable } from '../../../core/make-table.ts';
import { partyCode } from './map-x12-orders.ts';
import { allOf, asInstant, firstOf, noteOf, Reader, splitLoops, textOf } from './read-segment.ts';
import type { Mapped, Mapping, Message, Segment } from './schema.ts';

const PURPOSES = makeTable<string>({ '00': 'offered', '01': 'cancelled', '04': 'changed', '05': 'changed' });
/** S502 (element 163): what is done at a stop. */
const STOPS = makeTable<string>({
  CL: 'pickup',
  LD: 'pickup',
  PL: 'pickup',
  CU: 'delivery',
  UL: 'delivery',
  PU: 'delivery',
  DR: 'delivery',
});
/** G6201 (element 432): which end of a stop's window a date is. */
const EARLIEST = ['37', '53', '10', '02', '69', '70'];
const LATEST = ['38', '54'];
const KG_PER_LB = 0.45359237;

/** Weight in kg; null when no segment says whether it is kilograms or pounds. */
function weightOf(reader: Reader, segments: readonly Segment[]): number | null {
  const total = firstOf(segments, 'L3');
  const weight = reader.number({ segment: total, tag: 'L3', element: 1, what: 'the weight' });
  const unit = textOf(total, 12) ?? textOf(firstOf(segments, 'AT8'), 2);
  if (weight === null || (unit !== 'K' && unit !== 'L')) return null;
  return unit === 'K' ? weight : Number((weight * KG_PER_LB).toFixed(3));
}

function windowDate(reader: Reader, stop: readonly Segment[], qualifiers: readonly string[]): string | null {
  const found = allOf(stop, 'G62').find((one) => qualifiers.includes(textOf(one, 1) ?? ''));
  return reader.date({ segment: found, tag: 'G62', element: 2, what: 'a date' }, textOf(found, 4));
}

const placeOf = (segments: readonly Segment[]): string | null => {
  const n4 = firstOf(segments, 'N4');
  return (
    [1, 2, 4]
      .map((element) => textOf(n4, element))
      .filter(Boolean)
      .join(', ') || null
  );
};

/** 204 load tender: one `tender.offered`. */
export function map204(message: Message, sentAt: string | null): Mapping {
  const { heading, loops } = splitLoops(message.segments, 'S5', ['L3', 'SE']);
  const b2 = firstOf(heading, 'B2');
  const b2a = firstOf(heading, 'B2A');
  const reader = new Reader();
  const shipment = reader.need({ segment: b2, tag: 'B2', element: 4, what: 'the number of the shipment' });
  const purpose = reader.code({ segment: b2a, tag: 'B2A', element: 1, what: 'the purpose of the tender' }, PURPOSES);
  if (!loops.length)
    reader.add(
      'segment-missing',
      { segment: undefined, tag: 'S5', element: 1, what: '' },
      null,
      'S5: the tender has no stop.',
    );
  const total = firstOf(message.segments, 'L3');
  const stops = loops.map((stop, index) => ({
    number: textOf(stop[0], 1) ?? String(index + 1),
    kind: STOPS[textOf(stop[0], 2) ?? ''] ?? 'other',
    site: partyCode(firstOf(stop, 'N1')),
    place: placeOf(stop),
    earliest: windowDate(reader, stop, EARLIEST),
    latest: windowDate(reader, stop, LATEST),
    orders: [
      ...new Set(
        allOf(stop, 'L11')
          .filter((one) => textOf(one, 2) === 'PO')
          .map((one) => textOf(one, 1))
          .filter((one) => one !== null),
      ),
    ],
  }));
  const data = {
    shipment,
    carrier: textOf(b2, 2),
    purpose,
    mode: null,
    weightKg: weightOf(reader, message.segments),
    charge: reader.number({ segment: total, tag: 'L3', element: 5, what: 'the charge' }, { implied: 2 }),
    currency: textOf(firstOf(message.segments, 'C3'), 1),
    stops,
    note: noteOf(allOf(heading, 'NTE').map((one) => textOf(one, 2))),
  };
  return finish(reader, { line: '1', type: 'tender.offered', time: sentAt, data });
}

/** B104 (element 558): the carrier's answer. */
const ANSWERS = makeTable<string>({
  A: 'accepted',
  D: 'declined',
  R: 'declined',
  C: 'conditional',
  E: 'accepted',
  P: 'conditional',
});

/** 990 answer to a load tender: one `tender.answered`. */
export function map990(message: Message, sentAt: string | null): Mapping {
  const b1 = firstOf(message.segments, 'B1');
  const reader = new Reader();
  const data = {
    shipment: reader.need({ segment: b1, tag: 'B1', element: 2, what: 'the number of the shipment' }),
    carrier: textOf(b1, 1),
    answer: reader.code({ segment: b1, tag: 'B1', element: 4, what: 'the answer to the tender' }, ANSWERS),
    reason: textOf(b1, 6) ?? textOf(firstOf(message.segments, 'V9'), 8),
    note: noteOf(allOf(message.segments, 'K1').map((one) => textOf(one, 1))),
  };
  const told = asInstant(reader.date({ segment: b1, tag: 'B1', element: 3, what: 'the date of the answer' }));
  return finish(reader, { line: '1', type: 'tender.answered', time: told ?? sentAt, data });
}

/** 210 freight invoice: one `freight.invoiced`, its charges from the LX loops. Amounts have two implied decimals (N2). */
export function map210(message: Message): Mapping {
  const { loops } = splitLoops(message.segments, 'LX', ['L3', 'SE']);
  const b3 = firstOf(message.segments, 'B3');
  const reader = new Reader();
  const at = (element: number, what: string) => ({ segment: b3, tag: 'B3', element, what });
  const invoice = reader.need(at(2, 'the number of the invoice'));
  const invoicedOn = reader.date(at(6, 'the date of the invoice'));
  const charges = loops.flatMap((loop) =>
    allOf(loop, 'L1').flatMap((l1) => {
      const amount = reader.number({ segment: l1, tag: 'L1', element: 4, what: 'a charge' }, { implied: 2 });
      if (amount === null) return []; // a rate alone is no charge
      return [
        {
          line: textOf(l1, 1) ?? textOf(loop[0], 1) ?? '1',
          words: noteOf(allOf(loop, 'L5').map((one) => textOf(one, 2))),
          code: textOf(l1, 8),
          amount,
        },
      ];
    }),
  );
  const data = {
    invoice,
    shipment: textOf(b3, 3),
    carrier: textOf(b3, 11),
    invoicedOn,
    deliveredOn: reader.date(at(9, 'the date of delivery')),
    total: reader.needNumber(at(7, 'the amount due'), { implied: 2 }),
    currency: textOf(firstOf(message.segments, 'C3'), 1),
    weightKg: weightOf(reader, message.segments),
    charges,
  };
  return finish(reader, { line: '1', type: 'freight.invoiced', time: asInstant(invoicedOn), data });
}

function finish(reader: Reader, signal: Mapped): Mapping {
  return { signals: reader.faults.length ? [] : [signal], faults: reader.faults };
}
