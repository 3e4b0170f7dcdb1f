import { dateOf, itemOf, partyCode, partyName, partyOf } from './map-x12-orders.ts';
import { allOf, asInstant, firstOf, Reader, splitLoops, textOf } from './read-segment.ts';
import type { Fault, Mapped, Mapping, Message, Segment } from './schema.ts';

/** TD504 and similar (element 91): how goods travel. */
export const X12_MODES: Record<string, string> = {
  A: 'air',
  AE: 'air',
  AF: 'air',
  E: 'truck',
  H: 'truck',
  J: 'truck',
  LT: 'truck',
  M: 'truck',
  T: 'truck',
  TL: 'truck',
  R: 'rail',
  RR: 'rail',
  S: 'ocean',
  O: 'ocean',
  SE: 'ocean',
  VE: 'ocean',
  B: 'barge',
  SB: 'barge',
  U: 'parcel',
  '7': 'parcel',
};

type Level = { id: string; parent: string | null; code: string; segments: Segment[] };

/**
 * 856 ship notice: one `shipment.noticed` a shipment (HL03 S), its items found through the hierarchy. A notice with a line that
 * cannot be read is refused as a whole: without that line it would say that less is under way than is.
 */
export function map856(message: Message): Mapping {
  const { heading, loops } = splitLoops(message.segments, 'HL', ['CTT', 'SE']);
  const bsn = firstOf(heading, 'BSN');
  const whole = new Reader();
  const notice = whole.need({ segment: bsn, tag: 'BSN', element: 2, what: 'the number of the shipment' });
  const madeOn = whole.date({ segment: bsn, tag: 'BSN', element: 3, what: 'the date of the notice' }, textOf(bsn, 4));
  const levels = loops.map(
    ([hl, ...segments]): Level => ({
      id: textOf(hl, 1) ?? '',
      parent: textOf(hl, 2),
      code: textOf(hl, 3) ?? '',
      segments,
    }),
  );
  const shipmentOf = levelsAbove(levels, 'S');
  const orderOf = levelsAbove(levels, 'O');
  const shipments = levels.filter(({ code }) => code === 'S');
  const itemsOf = Map.groupBy(
    levels.filter(({ code }) => code === 'I'),
    shipmentOf,
  );
  if (!shipments.length)
    whole.add(
      'segment-missing',
      { segment: undefined, tag: 'HL', element: 3, what: '' },
      null,
      'HL: the notice has no shipment level (HL03 “S”).',
    );
  const faults: Fault[] = [...whole.faults, ...countLevels(message, levels.length)];
  const signals: Mapped[] = [];
  if (notice === null || whole.faults.length) return { signals, faults };
  shipments.forEach((shipment, index) => {
    const reader = new Reader();
    const { segments } = shipment;
    const items = itemsOf.get(shipment) ?? [];
    const lines = items.map((level, place) => readItem(reader, level, orderOf(level), place));
    const td5 = firstOf(segments, 'TD5');
    const shippedAt = dateOf(reader, segments, ['011']);
    const expectedAt = dateOf(reader, segments, ['017', '067', '002', '371']);
    faults.push(...reader.faults);
    if (reader.faults.length) return;
    const from = partyOf(segments, 'SF', 'SU');
    signals.push({
      line: String(index + 1),
      type: 'shipment.noticed',
      time: asInstant(shippedAt ?? madeOn),
      data: {
        shipment: shipments.length === 1 ? notice : `${notice}-${index + 1}`,
        supplier: partyName(partyOf(segments, 'SU', 'SE', 'VN', 'SF') ?? partyOf(heading, 'SU', 'SF')),
        carrier: textOf(td5, 3) ?? textOf(td5, 5),
        mode: X12_MODES[textOf(td5, 4) ?? ''] ?? null,
        shipFrom: partyCode(from),
        shipTo: partyCode(partyOf(segments, 'ST')),
        shippedAt,
        expectedAt,
        equipment: allOf(segments, 'TD3')
          .map((one) => `${textOf(one, 2) ?? ''}${textOf(one, 3) ?? ''}`)
          .filter(Boolean),
        lines,
      },
    });
  });
  return { signals, faults };
}

/** The level of a kind that stands above each level, or is it; every level is asked once, however deep they stand. */
function levelsAbove(levels: readonly Level[], code: string): (level: Level) => Level | undefined {
  const byId = new Map(levels.map((level) => [level.id, level]));
  const found = new Map<Level, Level | undefined>();
  return (level) => {
    const way = new Set<Level>();
    let at: Level | undefined = level;
    // A level that names one below it as its parent would be walked for ever.
    while (at && at.code !== code && !way.has(at) && !found.has(at)) {
      way.add(at);
      at = at.parent === null ? undefined : byId.get(at.parent);
    }
    const above = at && (found.has(at) ? found.get(at) : at.code === code ? at : undefined);
    for (const one of way) found.set(one, above);
    return above;
  };
}

function readItem(reader: Reader, level: Level, order: Level | undefined, place: number) {
  const lin = firstOf(level.segments, 'LIN');
  const sn1 = firstOf(level.segments, 'SN1');
  const item = lin ? itemOf(lin, 2) : null;
  if (item === null)
    reader.add(
      lin ? 'element-missing' : 'segment-missing',
      { segment: lin, tag: 'LIN', element: 3, what: '' },
      null,
      `LIN03 is empty in item ${place + 1}: it must name the item.`,
    );
  const quantity = reader.needNumber({ segment: sn1, tag: 'SN1', element: 2, what: 'the quantity shipped' });
  const lot = firstOf(level.segments, 'REF', 'LT') ?? firstOf(level.segments, 'REF', 'BT');
  return {
    orderNumber: textOf(firstOf(order?.segments ?? [], 'PRF'), 1) ?? textOf(firstOf(level.segments, 'PRF'), 1),
    lineNumber: textOf(lin, 1) ?? textOf(sn1, 1),
    item,
    quantity,
    unit: textOf(sn1, 3) ?? 'EA',
    lot: textOf(lot, 2),
  };
}

/** CTT of an 856 counts its HL segments. */
function countLevels(message: Message, levels: number): Fault[] {
  const total = firstOf(message.segments, 'CTT');
  const count = textOf(total, 1);
  if (count === null || Number(count) === levels) return [];
  return [
    {
      kind: 'count-differs',
      segment: 'CTT',
      position: total?.position ?? null,
      element: 1,
      value: count,
      reason: `CTT01 says ${count} levels, but ${levels} were read.`,
      weight: 'noted',
    },
  ];
}
