import { canonicalHash } from '../core/canonical.ts';
import type { OrderLineData } from '../events/contracts/order-line.ts';
import { partitionOf } from '../events/ingest/pace-intake.ts';
import type { EvaluatedSignal } from '../events/world/schema.ts';

/** The CloudEvents source of signals made here. */
export const TEST_STREAM = '/test/erp';

export const TEST_PARTITION = partitionOf(TEST_STREAM);

export { partitionOf };

/** An order line as a source would tell it; every member can be replaced. */
export const orderLine = (changes: Partial<OrderLineData> = {}): OrderLineData => ({
  orderNumber: 'PO-1',
  lineNumber: '1',
  shipment: 'ASN-1',
  supplier: 'Acme Diagnostics',
  item: 'Test kit, 30 tests',
  itemGroup: 'HRDT',
  origin: 'Goa plant',
  destination: 'Kenya',
  region: 'eastern-africa',
  customer: 'National programme',
  mode: 'air',
  quantity: 100,
  packUnit: '30 tests',
  value: 5000,
  currency: 'USD',
  firstLine: false,
  scheduledDelivery: '2026-03-10',
  ...changes,
});

let seq = 0n;

/** A stored signal. `recordedAt` defaults to `eventAt`. */
export function storedSignal(
  signal: Pick<EvaluatedSignal, 'id' | 'type' | 'eventAt' | 'data'> & Partial<EvaluatedSignal>,
): EvaluatedSignal {
  seq += 1n;
  return {
    seq,
    source: TEST_STREAM,
    sourceId: 'source',
    contractVersion: 1,
    subject: null,
    region: 'eastern-africa',
    recordedAt: signal.eventAt,
    receivedAt: signal.eventAt,
    payloadHash: canonicalHash(signal.data).toString('hex'),
    subjectKey: null,
    ...signal,
  };
}

/** `purchase-order.sent` at 08:00 of a day. */
export const orderedOn = (day: string, line: OrderLineData): EvaluatedSignal =>
  storedSignal({
    id: `line-${line.lineNumber}-announced`,
    type: 'purchase-order.sent',
    eventAt: new Date(`${day}T08:00:00Z`),
    data: { line },
    subjectKey: `${TEST_STREAM}|${line.shipment}`,
  });

/** `delivery.recorded` of a day, recorded at noon of the same or a later day. */
export const deliveredOn = (
  day: string,
  line: OrderLineData,
  {
    recorded = day,
    weightKg = null,
    freight = null,
  }: { recorded?: string; weightKg?: number | null; freight?: number | null } = {},
): EvaluatedSignal =>
  storedSignal({
    id: `line-${line.lineNumber}-delivered`,
    type: 'delivery.recorded',
    eventAt: new Date(`${day}T12:00:00Z`),
    recordedAt: new Date(`${recorded}T12:00:00Z`),
    data: { line, deliveredOn: day, recordedOn: recorded, weightKg, freight },
    subjectKey: `${TEST_STREAM}|${line.shipment}`,
  });
