import { LineCounter, parseDocument } from 'yaml';
import { invalid } from '../../core/errors.ts';
import { inspectJson } from '../formats/index.ts';
import { isBound, STRING_FORMATS } from './build-json-schema.ts';
import { checkShape } from './check-shape.ts';
import { MAX_DOCUMENT_BYTES, MAX_FIELDS, SLA } from './constants.ts';
import { durationOf, eventOf, fieldsOf, valuesOf } from './rules.ts';
import { type DocumentNote, type OdcsDocument, type OdcsElement, odcsSchema } from './schema.ts';

export type ReadDocument = {
  document: OdcsDocument;
  /** The signal type it describes, or null with the reason in `why`. */
  type: string | null;
  why: string | null;
  notes: DocumentNote[];
};

/**
 * Reads a data contract from JSON or YAML 1.2 and says what Holdpoint will not carry out of it. What is wrong with the text is said
 * of its first error alone.
 * @throws DomainError `invalid` that names place and remedy.
 * @see Open Data Contract Standard 3.1.0
 */
export function readDocument(text: string): ReadDocument {
  if (Buffer.byteLength(text) > MAX_DOCUMENT_BYTES)
    throw invalid('A data contract may have 256 kB.', { document: 'Too large.' });
  return checkDocument(readJson(text) ?? readYaml(text));
}

/** The value of a text that is a JSON object; undefined for any other. */
function readJson(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const flaw = inspectJson(text);
  if (flaw) throw refused(flaw.detail);
  return value;
}

function readYaml(text: string): unknown {
  checkShape(text);
  const lineCounter = new LineCounter();
  // Not prettyErrors: it would look at the text of every error once more, and the first one alone is told.
  const options = { version: '1.2', schema: 'core', uniqueKeys: true, prettyErrors: false, lineCounter } as const;
  const parsed = parseDocument(text, options);
  const [error] = parsed.errors;
  if (error) throw refused(`Line ${lineCounter.linePos(error.pos[0]).line}: ${error.message.split('\n')[0] ?? ''}.`);
  try {
    return parsed.toJS({ maxAliasCount: 50 });
  } catch {
    throw refused('Its aliases refer to too much.');
  }
}

/**
 * Checks a document that is data already.
 * @throws DomainError `invalid` that names the first wrong members.
 */
export function checkDocument(value: unknown): ReadDocument {
  const checked = odcsSchema.safeParse(value);
  if (!checked.success) {
    const words = checked.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.join('.') || 'document'}: ${message}`);
    throw refused(words.join('; '));
  }
  // The schema changes nothing, so the members stay in the order in which their author wrote them.
  const document = value as OdcsDocument;
  const fields = (document.schema ?? []).flatMap((object) => fieldsOf(object));
  if (fields.length > MAX_FIELDS) throw refused(`It names ${fields.length} fields; ${MAX_FIELDS} may be.`);
  const event = eventOf(document);
  return {
    document,
    type: 'type' in event ? event.type : null,
    why: 'why' in event ? event.why : null,
    notes: notesOf(document),
  };
}

const refused = (words: string) => invalid(`This is not a data contract in ODCS 3.1. ${words}`, { document: words });

const MEASURED: ReadonlySet<string> = new Set(Object.values(SLA));

/** What a document says and Holdpoint keeps without carrying it out, in the order of the document. */
function notesOf(document: OdcsDocument): DocumentNote[] {
  const notes: DocumentNote[] = [];
  const note = (path: string, words: string) => notes.push({ path, words });
  if (document.servers?.length) note('servers', 'Kept for readers; signals come in by the machine API.');
  if (document.roles?.length) note('roles', 'Kept for readers; rights are those of Holdpoint.');
  if (document.price) note('price', 'Kept for readers.');
  for (const object of document.schema ?? []) {
    if (object.quality?.length) note(`${object.name}.quality`, 'Kept for readers; not carried out.');
    for (const { path, element } of fieldsOf(object)) noteElement(`${object.name}.${path}`, element, note);
  }
  for (const [place, property] of (document.slaProperties ?? []).entries()) {
    const path = `slaProperties[${place}] ${property.property}`;
    if (!MEASURED.has(property.property)) note(path, 'Kept for readers; not measured.');
    else if (property.property === SLA.freshness || property.property === SLA.latency) {
      if (durationOf(property) === null)
        note(path, 'Not measured: needs a number and a unit of time (s, min, h or d).');
    }
  }
  return notes;
}

const BOUNDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const;

function noteElement(path: string, element: OdcsElement, note: (path: string, words: string) => void): void {
  const { logicalType, logicalTypeOptions: options } = element;
  if (!logicalType) note(path, 'Any value is accepted: it has no logicalType.');
  if (element.unique) note(`${path}.unique`, 'Kept for readers; signals are checked one by one.');
  if (element.transformLogic) note(`${path}.transformLogic`, 'Kept for readers; not carried out.');
  if (element.quality?.length && valuesOf(element) === null)
    note(`${path}.quality`, 'Kept for readers; not carried out.');
  const dates = logicalType === 'date' || logicalType === 'timestamp' || logicalType === 'time';
  for (const name of dates ? BOUNDS : []) {
    if (options?.[name] !== undefined && !isBound(logicalType ?? '', options[name])) {
      note(`${path}.${name}`, `Not checked: ${String(options[name])} is not in the form of RFC 3339.`);
    }
  }
  if (!options?.format) return;
  if (dates) note(`${path}.format`, 'Signals carry dates and times as RFC 3339 only, whatever form this names.');
  else if (!STRING_FORMATS.has(options.format)) note(`${path}.format`, `The format ${options.format} is not checked.`);
}
