import { sensorObserved, stockCounted } from '../events/contracts/index.ts';
import type { EvaluatedSignal } from '../events/world/schema.ts';
import { storedSignal, TEST_STREAM } from './signals.ts';

const START = Date.parse('2026-03-01T06:00:00Z');
const MINUTE = 60_000;

/** `sensor.observed` of a container's temperature, minutes after six o'clock; outside is over 8 °C. */
export function sensed(
  minute: number,
  celsius: number,
  change: Partial<{ thing: string; device: string; source: string; low: number | null; high: number | null }> = {},
): EvaluatedSignal {
  const { thing = 'APZU4812090', device = 'probe-1', source = TEST_STREAM, low = 2, high = 8 } = change;
  const data = {
    thing,
    thingKind: 'container' as const,
    device,
    measure: 'Temperature',
    value: celsius,
    unit: 'CEL',
    words: null,
    low,
    high,
  };
  return storedSignal({
    id: `${thing}-${device}-${minute}`,
    source,
    type: sensorObserved.type,
    eventAt: new Date(START + minute * MINUTE),
    data,
    subjectKey: sensorObserved.keyOf(data as never, source),
  });
}

/** `stock.counted` of insulin at Nairobi, by the ledger or by hand, minutes after six o'clock. */
export function counted(
  minute: number,
  basis: 'ledger' | 'physical',
  quantity: number,
  item = 'Insulin cartridge',
): EvaluatedSignal {
  const source = basis === 'ledger' ? '/test/erp-books' : '/test/wms';
  const data = { item, site: 'Nairobi', lot: null, basis, quantity, unit: 'EA', reserved: null };
  return storedSignal({
    id: `${basis}-${item}-${minute}`,
    source,
    type: stockCounted.type,
    eventAt: new Date(START + minute * MINUTE),
    data,
    subjectKey: stockCounted.keyOf(data as never, source),
  });
}
