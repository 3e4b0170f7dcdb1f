import { CLOSED_PROPERTY, SLA } from './constants.ts';
import type { OdcsDocument, OdcsElement, OdcsObject, SlaProperty } from './schema.ts';

/** What a contract promises of time and amount. Null is not agreed, and so not measured. */
export type SlaTerms = {
  freshnessMs: number | null;
  latencyMs: number | null;
  signalsPerHour: number | null;
  /** Share of minutes within bound, 0 to 1. */
  objective: number;
  /** Share of signals that may be bad, 0 to 1. */
  badShare: number | null;
};

/** The objective where freshness is agreed without one. */
export const DEFAULT_OBJECTIVE = 0.99;

const SECOND = 1_000;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(s|sec|secs|seconds?)$/i, SECOND],
  [/^(m|min|mins|minutes?)$/i, 60 * SECOND],
  [/^(h|hr|hrs|hours?)$/i, 3_600 * SECOND],
  [/^(d|days?)$/i, 86_400 * SECOND],
];

/** A number that the standard also lets be written as text; null for anything else. */
function numberOf({ value }: SlaProperty): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

/** A duration in milliseconds, or null when its unit is not one of time. */
export function durationOf(property: SlaProperty): number | null {
  const value = numberOf(property);
  const unit = UNITS.find(([pattern]) => pattern.test(property.unit?.trim() ?? ''));
  return value === null || !unit ? null : value * unit[1];
}

const shareOf = (property: SlaProperty): number | null => {
  const value = numberOf(property);
  return value === null || value > 100 ? null : value / 100;
};

/** Reads what a contract promises. A property that cannot be read is not agreed. */
export function slaOf(document: Pick<OdcsDocument, 'slaProperties'>): SlaTerms {
  const find = (name: string) => document.slaProperties?.find(({ property }) => property === name);
  const read = <T>(name: string, as: (property: SlaProperty) => T | null): T | null => {
    const property = find(name);
    return property ? as(property) : null;
  };
  return {
    freshnessMs: read(SLA.freshness, durationOf),
    latencyMs: read(SLA.latency, durationOf),
    signalsPerHour: read(SLA.volume, numberOf),
    objective: read(SLA.availability, shareOf) ?? DEFAULT_OBJECTIVE,
    badShare: read(SLA.errorRate, shareOf),
  };
}

/** The one object of a contract about events, or why it has none. */
export function eventOf(document: OdcsDocument): { event: OdcsObject; type: string } | { why: string } {
  const [event, ...more] = document.schema ?? [];
  if (!event) return { why: 'It describes no data: its schema is empty.' };
  if (more.length) {
    return {
      why: `It describes ${more.length + 1} objects. A contract of a signal type describes one, the signal's data.`,
    };
  }
  if (/^(table|view|file)$/i.test(event.physicalType ?? '')) {
    return { why: `It describes the ${event.physicalType?.toLowerCase()} ${event.name}, not events.` };
  }
  if (!event.properties?.length) return { why: `It names no field of ${event.name}.` };
  return { event, type: event.physicalName ?? event.name };
}

/** Whether an object allows no field beyond those it names. */
export const isClosed = (element: Pick<OdcsElement, 'customProperties'>): boolean =>
  element.customProperties?.some(({ property, value }) => property === CLOSED_PROPERTY && value === false) ?? false;

/** The values that an element may have, from its quality rule `invalidValues` that must be 0; null where none says so. */
export function valuesOf(element: Pick<OdcsElement, 'quality'>): unknown[] | null {
  const rule = element.quality?.find(
    ({ metric, mustBe, mustBeLessOrEqualTo }) =>
      metric === 'invalidValues' && (mustBe === 0 || mustBeLessOrEqualTo === 0),
  );
  const values = rule?.arguments?.validValues;
  return Array.isArray(values) ? values : null;
}

/** Every field of an object with its path and classification, nested ones too, in the order of the document. */
export function fieldsOf(element: OdcsElement | OdcsObject, path = ''): { path: string; element: OdcsElement }[] {
  return (element.properties ?? []).flatMap((property) => {
    const here = path ? `${path}.${property.name}` : property.name;
    const items = property.items ? fieldsOf(property.items, `${here}[]`) : [];
    return [{ path: here, element: property }, ...fieldsOf(property, here), ...items];
  });
}
