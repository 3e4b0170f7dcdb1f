import { DAY, HOUR } from '../../core/clock.ts';
import { type OrderLineData, shipmentKeyOf } from '../contracts/index.ts';
import type { DaysHistogram } from './schema.ts';

const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** The first instant at which a line is late: the start of the day after a scheduled day (UTC), or the moment after a scheduled instant. */
export const dueInstant = (scheduledDelivery: string): Date =>
  DAY_ONLY.test(scheduledDelivery)
    ? new Date(Date.parse(`${scheduledDelivery}T00:00:00Z`) + DAY)
    : new Date(Date.parse(scheduledDelivery) + 1);

/** The instant of something told as a day (its noon, UTC: no claim about the hour) or as an instant. */
export const toldInstant = (dayOrInstant: string): Date =>
  DAY_ONLY.test(dayOrInstant) ? new Date(Date.parse(`${dayOrInstant}T00:00:00Z`) + 12 * HOUR) : new Date(dayOrInstant);

/** Whole days late, counting a begun day; 0 when in time. */
export const daysLate = (dueAt: Date, deliveredAt: Date): number =>
  deliveredAt < dueAt ? 0 : Math.floor((deliveredAt.getTime() - dueAt.getTime()) / DAY) + 1;

/** A line as the sources last told it: all that is stored about it but the marks of detection. Times are world time. */
export type Line = Omit<OrderLineData, 'scheduledDelivery' | 'currency'> & {
  key: string;
  source: string;
  shipmentKey: string;
  /** Of all shipments that signals put it on, sorted. */
  shipmentKeys: string[];
  announcedBy: 'order' | 'quote' | 'delivery';
  announcedAt: Date;
  dueAt: Date;
  deliveredAt: Date | null;
  recordedAt: Date | null;
  weightKg: number | null;
  freight: number | null;
  toldAt: Date;
  toldBy: string;
  deliveryId: string | null;
  announceSeq: bigint | null;
  deliverySeq: bigint | null;
};

/** One fact about one line, read from a signal. */
export type LineFact = {
  seq: bigint;
  source: string;
  id: string;
  eventAt: Date;
  /** When the source wrote the fact down: decides between two that differ. */
  toldAt: Date;
  line: OrderLineData;
  announcedBy: 'order' | 'quote' | null;
  delivery: { deliveredAt: Date; recordedAt: Date; weightKg: number | null; freight: number | null } | null;
};

/** Neither part holds `|` on the left side (a CloudEvents source is a URI reference), so no two pairs share a key. */
export const lineKeyOf = (source: string, lineNumber: string): string => `${source}|${lineNumber}`;

const newer = (at: Date, id: string, thanAt: Date, thanId: string): boolean =>
  at.getTime() > thanAt.getTime() || (at.getTime() === thanAt.getTime() && id > thanId);

/**
 * The line after one more fact. Facts may come in any order and more than once, the result is the same: the newest record
 * describes the line, the earliest announcement is the announcement, the newest record of a delivery is the delivery, and
 * no announcement takes a delivery back.
 */
export function foldLine(before: Line | null, fact: LineFact): Line {
  const told = describe(fact);
  if (!before) return told;
  const describes = newer(fact.toldAt, fact.id, before.toldAt, before.toldBy) ? told : before;
  const announces = announcesBefore(told, before) ? told : before;
  const delivers = deliversAfter(told, before) ? told : before;
  return {
    ...describes,
    shipmentKeys: bothOf(before.shipmentKeys, told.shipmentKeys),
    announcedBy: announces.announcedBy,
    announcedAt: announces.announcedAt,
    announceSeq: announces.announceSeq,
    deliveredAt: delivers.deliveredAt,
    recordedAt: delivers.recordedAt,
    weightKg: delivers.weightKg,
    freight: delivers.freight,
    deliveryId: delivers.deliveryId,
    deliverySeq: delivers.deliverySeq,
  };
}

const bothOf = (known: string[], told: string[]): string[] =>
  told.every((key) => known.includes(key)) ? known : [...new Set([...known, ...told])].sort();

/** The line as one fact alone tells it. A line first heard of when delivered counts as announced then. */
function describe(fact: LineFact): Line {
  const { scheduledDelivery, currency: _, ...line } = fact.line;
  const { delivery } = fact;
  return {
    ...line,
    key: lineKeyOf(fact.source, fact.line.lineNumber),
    source: fact.source,
    shipmentKey: shipmentKeyOf(fact.source, fact.line.shipment),
    shipmentKeys: [shipmentKeyOf(fact.source, fact.line.shipment)],
    announcedBy: fact.announcedBy ?? 'delivery',
    announcedAt: fact.announcedBy ? fact.eventAt : fact.toldAt,
    dueAt: dueInstant(scheduledDelivery),
    deliveredAt: delivery?.deliveredAt ?? null,
    recordedAt: delivery?.recordedAt ?? null,
    weightKg: delivery?.weightKg ?? null,
    freight: delivery?.freight ?? null,
    toldAt: fact.toldAt,
    toldBy: fact.id,
    deliveryId: delivery ? fact.id : null,
    announceSeq: fact.announcedBy ? fact.seq : null,
    deliverySeq: delivery ? fact.seq : null,
  };
}

/** A true announcement comes before a mere delivery, then the earlier one, then an order before a quote. */
function announcesBefore(told: Line, before: Line): boolean {
  const rank = (line: Line) => (line.announcedBy === 'delivery' ? 1 : 0);
  if (rank(told) !== rank(before)) return rank(told) < rank(before);
  const apart = told.announcedAt.getTime() - before.announcedAt.getTime();
  return apart !== 0 ? apart < 0 : told.announcedBy < before.announcedBy;
}

function deliversAfter(told: Line, before: Line): boolean {
  if (!told.recordedAt || told.deliveryId === null) return false;
  if (!before.recordedAt || before.deliveryId === null) return true;
  return newer(told.recordedAt, told.deliveryId, before.recordedAt, before.deliveryId);
}

/** What one delivered line adds to the sums of its lane and of its item. */
export type Contribution = {
  lane: { origin: string; destination: string; mode: string };
  item: { item: string; supplier: string };
  late: number;
  daysLate: number;
  freight: number;
  freightKg: number;
  freightN: number;
  quantity: number;
  value: number;
  kg: number;
  kgQuantity: number;
  /** Announcement to delivery in whole days, or null when the line was not announced before its delivery. */
  leadDays: number | null;
};

/** A line's contribution, null until it is delivered. The facts of a lane or item are the sums of these, nothing else. */
export function contributionOf(line: Line): Contribution | null {
  if (!line.deliveredAt) return null;
  const { deliveredAt, weightKg, freight } = line;
  const priced = weightKg !== null && freight !== null;
  const days = daysLate(line.dueAt, deliveredAt);
  const announced = line.announcedBy !== 'delivery' && line.announcedAt <= deliveredAt;
  return {
    lane: { origin: line.origin, destination: line.destination, mode: line.mode },
    item: { item: line.item, supplier: line.supplier },
    late: days > 0 ? 1 : 0,
    daysLate: days,
    freight: priced ? freight : 0,
    freightKg: priced ? weightKg : 0,
    freightN: priced ? 1 : 0,
    quantity: line.quantity,
    value: line.value,
    kg: weightKg ?? 0,
    kgQuantity: weightKg === null ? 0 : line.quantity,
    leadDays: announced ? Math.floor((deliveredAt.getTime() - line.announcedAt.getTime()) / DAY) : null,
  };
}

/** Adds `by` to one bar of a histogram, in place; an empty bar vanishes. */
export function addToHistogram(histogram: DaysHistogram, day: number, by: number): void {
  const bar = (histogram[day] ?? 0) + by;
  if (bar === 0) delete histogram[day];
  else histogram[day] = bar;
}

/** World time of a stream: the newest record time evaluated for a replay (null before the first), the wall clock for any other. */
export const worldTimeOf = (stream: { clock: string; worldAt: Date | null }, now: Date): Date | null =>
  stream.clock === 'replay' ? stream.worldAt : now;
