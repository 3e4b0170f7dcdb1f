import { makeTable } from '../../../core/make-table.ts';
import {
  checkCount,
  datedBy,
  EDIFACT_MODES,
  itemNamed,
  nameOf,
  numberedBy,
  referenceOf,
  siteOf,
} from './read-edifact-values.ts';
import { allOf, asInstant, firstOf, noteOf, Reader, splitLoops, textOf } from './read-segment.ts';
import type { Fault, Mapped, Mapping, Message, Segment } from './schema.ts';
import { TRANSPORT_STATUSES } from './transport-statuses.ts';

const carrierOf = (tdt: Segment | undefined): string | null => textOf(tdt, 5, 4) ?? textOf(tdt, 5);
const vehicleOf = (tdt: Segment | undefined): string | null =>
  [textOf(tdt, 8) ?? textOf(tdt, 8, 4), textOf(tdt, 2)].filter(Boolean).join(' ') || null;
const modeOf = (tdt: Segment | undefined): string | null => EDIFACT_MODES[textOf(tdt, 3) ?? ''] ?? null;

/** DESADV: one `shipment.noticed`. A line that cannot be read refuses it: without that line it would say less than is under way. */
export function mapDesadv(message: Message, decimal: string): Mapping {
  const { heading, loops } = splitLoops(message.segments, 'LIN', ['CNT', 'UNT']);
  const bgm = firstOf(heading, 'BGM');
  const reader = new Reader();
  const shipment = reader.need({ segment: bgm, tag: 'BGM', element: 2, what: 'the number of the despatch advice' });
  const madeOn = datedBy(reader, heading, ['137']).told;
  const shippedAt = datedBy(reader, heading, ['11', '110']).told;
  const expectedAt = datedBy(reader, heading, ['17', '132', '191', '2', '67']).told;
  const order = referenceOf(heading, 'ON').number;
  const lines = loops.map((loop, index) => {
    const lineNumber = textOf(loop[0], 1) ?? String(index + 1);
    const item = itemNamed(loop);
    if (item === null)
      reader.add(
        'element-missing',
        { segment: loop[0], tag: 'LIN', element: 3, what: '' },
        null,
        'LIN03 is empty, and no PIA names the item.',
      );
    const sent = numberedBy(reader, loop, 'QTY', ['12', '21', '46'], decimal);
    if (!sent.segment)
      reader.add(
        'segment-missing',
        { segment: undefined, tag: 'QTY', element: 1, what: '' },
        null,
        `QTY: line ${lineNumber} has no despatched quantity (QTY 12).`,
      );
    const own = referenceOf(loop, 'ON');
    const lot = firstOf(loop, 'GIN', 'BX');
    return {
      orderNumber: own.number ?? order,
      lineNumber: own.line ?? lineNumber,
      item,
      quantity: sent.number,
      unit: sent.unit ?? 'PCE',
      lot: textOf(lot, 2),
    };
  });
  const faults: Fault[] = [...reader.faults, ...checkCount(message, loops.length)];
  if (reader.faults.length) return { signals: [], faults };
  const tdt = firstOf(heading, 'TDT');
  const data = {
    shipment,
    supplier: nameOf(heading, 'SU', 'SE', 'CZ'),
    carrier: carrierOf(tdt) ?? nameOf(heading, 'CA'),
    mode: modeOf(tdt),
    shipFrom: siteOf(heading, 'SF', 'CZ', 'SU'),
    shipTo: siteOf(heading, 'DP', 'ST', 'CN'),
    shippedAt,
    expectedAt,
    equipment: allOf(message.segments, 'EQD')
      .map((one) => textOf(one, 2))
      .filter((one) => one !== null),
    lines,
  };
  return { signals: [{ line: '1', type: 'shipment.noticed', time: asInstant(shippedAt ?? madeOn), data }], faults };
}

/** DTM qualifiers of an event, actual ones first, then estimated and planned ones. */
const PHASES = makeTable<'actual' | 'estimated' | 'planned'>({
  '334': 'actual',
  '7': 'actual',
  '178': 'actual',
  '186': 'actual',
  '35': 'actual',
  '137': 'actual',
  '132': 'estimated',
  '133': 'estimated',
  '17': 'estimated',
  '189': 'planned',
  '232': 'planned',
});

/** References (1153) that name a consignment, the one that says so best first. */
const NAMING = ['SI', 'CN', 'BM', 'AAS', 'BN', 'CU'];

/** The first reference of each kind that names a consignment. */
const namingOf = (segments: readonly Segment[]): (Segment | undefined)[] =>
  NAMING.map((kind) => firstOf(segments, 'RFF', kind));

/** IFTSTA: one `shipment.moved` an STS, of the consignment (CNI) under which it stands. */
export function mapIftsta(message: Message): Mapping {
  const { heading, loops } = splitLoops(message.segments, 'CNI', ['UNT']);
  const consignments = loops.length ? loops : [heading];
  const faults: Fault[] = [];
  const signals: Mapped[] = [];
  const whole = new Reader();
  const madeAt = datedBy(whole, heading, ['137']).told;
  const carrier = nameOf(heading, 'CA');
  const named = namingOf(heading);
  for (const [place, consignment] of consignments.entries()) {
    const { heading: general, loops: statuses } = splitLoops(consignment, 'STS');
    const cni = firstOf(general, 'CNI');
    const carried = firstOf(general, 'TDT');
    const namedHere = namingOf(general).map((one, index) => one ?? named[index]);
    for (const [index, loop] of statuses.entries()) {
      const reader = new Reader(`${place + 1}.${index + 1}`);
      const [sts] = loop;
      const equipment = textOf(firstOf(loop, 'EQD'), 2);
      const shipment =
        textOf(cni, 2) ??
        namingOf(loop)
          .map((one, index) => textOf(one ?? namedHere[index], 1, 2))
          .find((one) => one !== null) ??
        equipment;
      if (shipment === null)
        reader.add(
          'element-missing',
          { segment: cni ?? sts, tag: cni ? 'CNI' : 'STS', element: 2, what: '' },
          null,
          'CNI02 is empty, and no RFF or EQD names the consignment.',
        );
      const status = reader.need({ segment: sts, tag: 'STS', element: 2, what: 'the status of the consignment' });
      const { told, qualifier } = datedBy(reader, loop, Object.keys(PHASES));
      faults.push(...reader.faults);
      if (reader.faults.length || status === null) continue;
      const tdt = firstOf(loop, 'TDT') ?? carried;
      const loc = firstOf(loop, 'LOC');
      signals.push({
        line: `${place + 1}.${index + 1}`,
        type: 'shipment.moved',
        time: asInstant(told ?? madeAt),
        data: {
          shipment,
          equipment,
          leg: null,
          movement: TRANSPORT_STATUSES.get(status) ?? 'other',
          phase: PHASES[qualifier ?? '137'] ?? 'actual',
          site: textOf(loc, 2) ?? textOf(loc, 2, 4),
          mode: modeOf(tdt),
          carrier: carrierOf(tdt) ?? carrier,
          vehicle: vehicleOf(tdt),
          statusCode: [status, textOf(sts, 3)].filter(Boolean).join(' '),
          note: noteOf(allOf(loop, 'FTX').map((one) => one.elements[3]?.filter(Boolean).join(' ') || null)),
        },
      });
    }
  }
  if (!signals.length && !faults.length)
    whole.add(
      'segment-missing',
      { segment: undefined, tag: 'STS', element: 1, what: '' },
      null,
      'STS: the message reports no status.',
    );
  return { signals, faults: [...whole.faults, ...faults] };
}
