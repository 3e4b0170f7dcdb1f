import { stringify } from 'yaml';
import { invalid } from '../../core/errors.ts';
import { SLA } from './constants.ts';
import { readDocument } from './read-document.ts';
import { fieldsOf } from './rules.ts';
import type { OdcsDocument, SlaProperty } from './schema.ts';

/** Promises in the units in which people think of them; null takes one out. */
type Promises = {
  freshnessMinutes: number | null;
  latencySeconds: number | null;
  signalsPerHour: number | null;
  objectivePercent: number | null;
  badPercent: number | null;
};

/** A document as text, and what is to be otherwise in it. */
export type Amendment = {
  text: string;
  promises: Promises;
  classify: { path: string; classification: string | null } | null;
};

/**
 * The text of a document with other promises or another classification of a field.
 * @throws DomainError `invalid` when the text is no contract or has no such field.
 */
export function amendText({ text, promises, classify }: Amendment): string {
  const amended = amendPromises(readDocument(text).document, promises);
  if (!classify) return stringify(amended);
  const classified = amendClassification(amended, classify.path, classify.classification);
  if (!classified) throw invalid(`The contract names no field ${classify.path}.`, { path: 'Choose a field of it.' });
  return stringify(classified);
}

const MEASURED: ReadonlySet<string> = new Set(Object.values(SLA));

/** A document with other promises; whatever else it promises stays. Pure. */
function amendPromises(document: OdcsDocument, promises: Promises): OdcsDocument {
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
function amendClassification(document: OdcsDocument, path: string, classification: string | null): OdcsDocument | null {
  const copy = structuredClone(document);
  const [event] = copy.schema ?? [];
  const field = event && fieldsOf(event).find((one) => one.path === path);
  if (!field) return null;
  if (classification === null) delete field.element.classification;
  else field.element.classification = classification;
  return copy;
}
