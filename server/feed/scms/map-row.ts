import type { z } from 'zod';
import { deliveryRecorded } from '../../events/contracts/delivery-recorded.ts';
import type { OrderLineData } from '../../events/contracts/order-line.ts';
import { purchaseOrderSent } from '../../events/contracts/purchase-order-sent.ts';
import { type Column, FROM_STOCK, MODES, regionOf, STOCK_ORIGIN, UNITS } from './constants.ts';

type Cells = Record<Column, string>;

/** What a row says, as days (ISO). Null where the source told nothing: nothing is invented. */
export type MappedRow = {
  line: OrderLineData;
  /** The day the line was first heard of, and by what. */
  start: { day: string; by: 'order' | 'quote' } | null;
  delivery: {
    deliveredOn: string;
    recordedOn: string;
    weightKg: number | null;
    freight: number | null;
    freightNote?: string;
  } | null;
};

/** A row that cannot be streamed, with the reason. */
export type RefusedRow = { refused: string };

/** Reads one row, or says why it cannot be streamed. */
export function mapRow(cells: Cells): MappedRow | RefusedRow {
  const scheduled = readDay(cells.scheduled);
  if (!scheduled) return { refused: `Scheduled Delivery Date "${cells.scheduled}" is not a date.` };
  const quantity = readNumber(cells.quantity);
  if (quantity === null || quantity <= 0)
    return { refused: `Line Item Quantity "${cells.quantity}" is not a number above 0.` };
  const value = readNumber(cells.value);
  if (value === null) return { refused: `Line Item Value "${cells.value}" is not a number.` };
  const line: z.input<typeof purchaseOrderSent.schema>['line'] = {
    orderNumber: cells.order,
    lineNumber: cells.id,
    shipment: cells.shipment,
    supplier: cells.vendor,
    item: cells.item,
    itemGroup: cells.group,
    origin: cells.fulfilledVia === FROM_STOCK ? STOCK_ORIGIN : cells.site,
    destination: cells.country,
    region: regionOf(cells.country),
    customer: cells.project,
    mode: MODES[cells.mode] ?? 'unknown',
    quantity,
    packUnit: packUnit(cells.perPack, cells.form),
    value,
    currency: 'USD',
    firstLine: cells.firstLine === 'Yes',
    scheduledDelivery: scheduled,
  };
  const ordered = readDay(cells.ordered);
  const quoted = readDay(cells.quoted);
  const delivery = readDelivery(cells);
  if (delivery && 'refused' in delivery) return delivery;
  const checked = delivery
    ? deliveryRecorded.schema.safeParse({ line, ...delivery })
    : purchaseOrderSent.schema.safeParse({ line });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return { refused: `${issue?.path.join('.')}: ${issue?.message}.` };
  }
  const start = ordered
    ? ({ day: ordered, by: 'order' } as const)
    : quoted
      ? ({ day: quoted, by: 'quote' } as const)
      : null;
  if (!start && !delivery)
    return { refused: 'It has neither a start date nor a delivery, so there is nothing to tell.' };
  return { line, start, delivery };
}

function readDelivery(cells: Cells): MappedRow['delivery'] | RefusedRow {
  const deliveredOn = readDay(cells.delivered);
  if (!deliveredOn) {
    return cells.delivered === '' ? null : { refused: `Delivered to Client Date "${cells.delivered}" is not a date.` };
  }
  const recordedOn = readDay(cells.recorded);
  if (!recordedOn)
    return {
      refused: `Delivery Recorded Date "${cells.recorded}" is not a date, so it is unknown when the delivery became known.`,
    };
  const weight = readNumber(cells.weight);
  const freight = readNumber(cells.freight);
  return {
    deliveredOn,
    recordedOn,
    weightKg: weight !== null && weight > 0 ? weight : null,
    freight,
    ...(freight === null && cells.freight ? { freightNote: cells.freight.slice(0, 300) } : {}),
  };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `2-Jun-06`, `6/2/2006` or `6/2/06` as an ISO day, or null when it is words, empty or no day of the calendar. Two-digit years are 20xx. */
export function readDay(text: string): string | null {
  const named = /^(\d{1,2})-([A-Za-z]{3})-(\d{2}|\d{4})$/.exec(text);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(text);
  const [day, month, year] = named
    ? [named[1], MONTHS.indexOf((named[2] ?? '').toLowerCase()) + 1, named[3]]
    : slashed
      ? [slashed[2], Number(slashed[1]), slashed[3]]
      : [undefined, 0, undefined];
  if (!day || !year || !month) return null;
  const full = year.length === 2 ? `20${year}` : year;
  const iso = `${full}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null;
}

/** A plain number, with or without thousands separators, or null for words and pointers to other lines. */
export function readNumber(text: string): number | null {
  return /^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : null;
}

/** `60 tablets`, `240 ml`, `30 tests`; the dosage form itself where the unit of counting is not known. */
function packUnit(perPack: string, form: string): string {
  const unit = UNITS.find(([beginning]) => form.startsWith(beginning))?.[1] ?? `× ${form}`;
  return `${perPack} ${unit}`.trim().slice(0, 60) || 'pack';
}
