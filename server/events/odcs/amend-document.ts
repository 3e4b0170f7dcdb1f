import { SLA } from './constants.ts';
import { fieldsOf } from './rules.ts';
import type { OdcsDocument, SlaProperty } from './schema.ts';

/** Promises in the units in which people think of them; null takes one out. */
export type Promises = {
  freshnessMinutes: number | null;
  latencySeconds: number | null;
  signalsPerHour: number | null;
  objectivePercent: number | null;
  badPercent: number | null;
};

const MEASURED: ReadonlySet<string> = new Set(Object.values(SLA));

/** A document with other promises; whatever else it promises stays. Pure. */
export function amendPromises(document: OdcsDocument, promises: Promises): OdcsDocument {
  const told: [string, number | null, string][] = [
    [SLA.freshness, promises.freshnessMinutes, 'min'],
    [SLA.latency, promises.latencySeconds, 's'],
    [SLA.volume, promises.signalsPerHour, '1/h'],
    [SLA.availability, promises.objectivePercent, '%'],
    [SLA.errorRate, promises.badPercent, '%'],
  ];
  const before = document.slaProperties ?? [];
  const mine = told.flatMap(([property, value, unit]): SlaProperty[] =>
    value === null ? [] : [{ ...before.find((one) => one.property === property), property, value, unit }],
  );
  return { ...document, slaProperties: [...mine, ...before.filter(({ property }) => !MEASURED.has(property))] };
}

/** A document in which one field is to be treated in another way. Pure. @returns null when it has no such field. */
export function amendClassification(
  document: OdcsDocument,
  path: string,
  classification: string | null,
): OdcsDocument | null {
  const copy = structuredClone(document);
  const [event] = copy.schema ?? [];
  const field = event && fieldsOf(event).find((one) => one.path === path);
  if (!field) return null;
  if (classification === null) delete field.element.classification;
  else field.element.classification = classification;
  return copy;
}
