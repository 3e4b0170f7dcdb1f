import { makeTable } from '../../../core/make-table.ts';
import { sensorObserved } from '../../../events/contracts/index.ts';
import type { EvaluatedSignal } from '../../../events/world/schema.ts';
import { SENSOR_TYPE, TEMPERATURE } from './constants.ts';
import type { Reading } from './fold-readings.ts';

type Told = Pick<EvaluatedSignal, 'seq' | 'source' | 'id' | 'type' | 'region' | 'eventAt' | 'data' | 'subjectKey'>;

/** A reading of a watched measure with what it was read from. A `band` without bounds: it told none. */
export type ToldReading = Reading & {
  key: string;
  thing: string;
  thingKind: string;
  shipment: string | null;
  source: string;
  region: string;
};

const CELSIUS = makeTable<(figure: number) => number>({
  CEL: (figure) => figure,
  '°C': (figure) => figure,
  C: (figure) => figure,
  FAH: (figure) => ((figure - 32) * 5) / 9,
  '°F': (figure) => ((figure - 32) * 5) / 9,
  KEL: (figure) => figure - 273.15,
});
/** Degrees Celsius. Nothing is colder: such a figure is a sensor's failure, and its heat could not be reckoned. */
const ABSOLUTE_ZERO = -273.15;
const tidy = (figure: number): number => Math.round(figure * 1000) / 1000;

/** States name devices as members, and one member of that name is never read back. No device ends in a space, so it meets none. */
const deviceOf = (told: string): string => (told === '__proto__' ? `${told} ` : told);

/** Whether a signal type and measure is one that is watched; nothing is parsed for any other. */
export const isReading = ({ type, subjectKey, data }: Pick<Told, 'type' | 'subjectKey' | 'data'>): boolean =>
  type === SENSOR_TYPE &&
  subjectKey !== null &&
  (data as { measure?: string }).measure?.toLowerCase() === TEMPERATURE.toLowerCase();

/** The temperature that a signal tells, in degrees Celsius; null when it tells none, one that cannot be, or in a unit that is not one. */
export function readReading(signal: Told): ToldReading | null {
  if (!isReading(signal) || signal.subjectKey === null) return null;
  const told = sensorObserved.schema.safeParse(signal.data);
  if (!told.success) return null;
  const { data } = told;
  const value = data.value ?? data.mean ?? null;
  const celsius = CELSIUS[data.unit ?? ''];
  if (value === null || !celsius || data.component) return null;
  const temperature = tidy(celsius(value));
  if (temperature < ABSOLUTE_ZERO) return null;
  const degrees = (figure: number | null) => (figure === null ? null : tidy(celsius(figure)));
  return {
    at: signal.eventAt.getTime(),
    id: `${signal.source} ${signal.id}`,
    device: deviceOf(data.device ?? signal.source),
    value: temperature,
    band: { low: degrees(data.low), high: degrees(data.high) },
    key: signal.subjectKey,
    thing: data.thing,
    thingKind: data.thingKind,
    shipment: data.shipment ?? (data.thingKind === 'shipment' ? data.thing : null),
    source: signal.source,
    region: signal.region,
  };
}
