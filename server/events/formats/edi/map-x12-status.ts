import { makeTable } from '../../../core/make-table.ts';
import { asInstant, firstOf, noteOf, Reader, splitLoops, textOf } from './read-segment.ts';
import type { Fault, Mapped, Mapping, Message, Segment } from './schema.ts';

/** AT701 (element 1650): what happened. Codes not listed are `other` and keep their code. */
const STATUSES = makeTable<readonly [movement: string, phase: 'actual' | 'estimated' | 'planned']>({
  A3: ['exception', 'actual'],
  A7: ['exception', 'actual'],
  A9: ['exception', 'actual'],
  AF: ['pickup', 'actual'],
  AG: ['delivery', 'estimated'],
  AH: ['exception', 'actual'],
  AM: ['load', 'actual'],
  AP: ['exception', 'actual'],
  AR: ['arrival', 'actual'],
  B6: ['arrival', 'estimated'],
  C1: ['departure', 'estimated'],
  CA: ['exception', 'actual'],
  CD: ['departure', 'actual'],
  CP: ['load', 'actual'],
  D1: ['delivery', 'actual'],
  I1: ['gate-in', 'actual'],
  J1: ['delivery', 'actual'],
  K1: ['arrival', 'actual'],
  L1: ['load', 'actual'],
  OA: ['gate-out', 'actual'],
  P1: ['departure', 'actual'],
  PR: ['customs-hold', 'actual'],
  RL: ['departure', 'actual'],
  SD: ['exception', 'actual'],
  X1: ['arrival', 'actual'],
  X2: ['arrival', 'estimated'],
  X3: ['arrival', 'actual'],
  X4: ['arrival', 'actual'],
  X5: ['arrival', 'actual'],
  X6: ['position', 'actual'],
  X8: ['arrival', 'actual'],
});
/** AT703 (element 1652): appointments. */
const APPOINTMENTS = makeTable<readonly [movement: string, phase: 'planned']>({
  AA: ['pickup', 'planned'],
  AB: ['delivery', 'planned'],
});

/** AT707 (element 623): the zone of a time. LT is the local time of a place whose zone is not told. */
const ZONES = makeTable<string>({
  UT: 'Z',
  GM: 'Z',
  AS: '-04:00',
  AD: '-03:00',
  ES: '-05:00',
  ED: '-04:00',
  CS: '-06:00',
  CD: '-05:00',
  MS: '-07:00',
  MD: '-06:00',
  PS: '-08:00',
  PD: '-07:00',
});
const UNKNOWN_ZONE = 'Local time; its zone is not told and UTC is taken.';

/** 214 carrier status: one `shipment.moved` an AT7. */
export function map214(message: Message, sentAt: string | null): Mapping {
  const b10 = firstOf(message.segments, 'B10');
  const whole = new Reader();
  const shipment =
    textOf(b10, 2) ??
    whole.need({ segment: b10, tag: 'B10', element: 1, what: 'the number of the shipment or the carrier’s reference' });
  const { loops } = splitLoops(message.segments, 'AT7', ['SE']);
  if (!loops.length)
    whole.add(
      'segment-missing',
      { segment: undefined, tag: 'AT7', element: 1, what: '' },
      null,
      'AT7: the message reports no status.',
    );
  const faults: Fault[] = [...whole.faults];
  const signals: Mapped[] = [];
  if (whole.faults.length) return { signals, faults };
  loops.forEach((loop, index) => {
    const reader = new Reader(String(index + 1));
    const told = readStatus(reader, loop, { shipment, carrier: textOf(b10, 3) });
    faults.push(...reader.faults);
    if (told)
      signals.push({ line: String(index + 1), type: 'shipment.moved', time: told.at ?? sentAt, data: told.data });
  });
  return { signals, faults };
}

function readStatus(
  reader: Reader,
  loop: readonly Segment[],
  known: { shipment: string | null; carrier: string | null },
) {
  const [at7] = loop;
  const status = textOf(at7, 1) ?? textOf(at7, 3);
  if (status === null) reader.need({ segment: at7, tag: 'AT7', element: 1, what: 'the status of the shipment' });
  const zone = textOf(at7, 7);
  const time = textOf(at7, 6);
  const local = time !== null && !(zone !== null && zone in ZONES);
  const at = reader.date(
    { segment: at7, tag: 'AT7', element: 5, what: 'the date of the status' },
    time,
    local ? 'Z' : ZONES[zone ?? ''],
  );
  if (reader.faults.length) return null;
  const [movement, phase] = (textOf(at7, 1) ? STATUSES[status ?? ''] : APPOINTMENTS[status ?? '']) ?? [
    'other',
    'actual',
  ];
  const ms1 = firstOf(loop, 'MS1');
  const ms2 = firstOf(loop, 'MS2');
  const place = [1, 2, 3]
    .map((element) => textOf(ms1, element))
    .filter(Boolean)
    .join(', ');
  return {
    at: asInstant(at),
    data: {
      ...known,
      equipment: textOf(ms2, 2),
      leg: null,
      movement,
      phase,
      site: place || null,
      mode: null,
      vehicle: null,
      statusCode: [status, textOf(at7, 2) ?? textOf(at7, 4)].filter(Boolean).join(' '),
      note: noteOf([local ? UNKNOWN_ZONE : null]),
    },
  };
}
