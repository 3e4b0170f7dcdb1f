import type { Database } from '../../db/client.ts';
import type { Quarantine } from '../../db/generated/client.ts';
import { inspectJson, type Original } from '../formats/index.ts';
import { lookForOriginal } from './find-original.ts';
import { decodeText, draftOf, headersFor, parseJson } from './rules.ts';
import type { Draft, DraftForm } from './schema.ts';

type Row = Pick<
  Quarantine,
  'source' | 'signalId' | 'contentType' | 'originalId' | 'raw' | 'replayRaw' | 'replayForm' | 'headers'
>;

const WORDS: Record<Original['format'], { label: string; note: string | null }> = {
  epcis: { label: 'The event as EPCIS 2.0, in JSON', note: null },
  dcsa: { label: 'The event as DCSA, in JSON', note: null },
  csv: { label: 'The row as CSV, under its header', note: 'Read by the same version of its mapping.' },
  x12: {
    label: 'The message as X12, in its envelopes',
    note: 'Every line of it goes in again; those stored are known.',
  },
  edifact: {
    label: 'The message as EDIFACT, in its envelopes',
    note: 'Every line of it goes in again; those stored are known.',
  },
  mail: { label: 'The mail as it came', note: null },
  text: { label: 'The words as they came', note: null },
};

/** What may be edited of an item, the original first, and what cannot be and why. */
export async function listDrafts(
  db: Database,
  row: Row,
): Promise<{ original: Original | null; drafts: Draft[]; barred: string | null }> {
  const original = await lookForOriginal(db, row);
  const raw = Buffer.from(row.raw);
  const barred = original ? barOf(original) : decodeText(raw) === null ? NO_TEXT : null;
  const sent = (form: DraftForm) => (row.replayRaw && (row.replayForm ?? 'signal') === form ? row.replayRaw : null);
  const drafts: Draft[] = [];
  if (original && !barred) {
    const text = decodeText(Buffer.from(sent('original') ?? original.bytes)) ?? '';
    drafts.push({ form: 'original', ...WORDS[original.format], text: isJson(original) ? indented(text) : text });
  }
  const isMade = row.contentType.startsWith('application/cloudevents');
  if (isMade || !drafts.length) {
    const bytes = Buffer.from(sent('signal') ?? raw);
    const { draft, note } = draftOf(bytes, { ...row, headers: headersFor(row, bytes) });
    drafts.push({ form: 'signal', label: 'The signal as a CloudEvent in JSON', note, text: draft });
  }
  return { original, drafts, barred };
}

const NO_TEXT =
  'Its bytes are not UTF-8, so they cannot be edited as text. Discard it with the reason, or write down what it says.';

function barOf({ bytes, context }: Original): string | null {
  if (typeof context.tooLarge === 'number')
    return 'What it was made of is too large to be edited here; it stands in the file that was imported.';
  return decodeText(bytes) === null ? NO_TEXT : null;
}

const isJson = ({ format }: Original) => format === 'epcis' || format === 'dcsa';

/** Indented, where that changes nothing: a key that stands twice would be lost. */
function indented(text: string): string {
  const value = parseJson(text);
  return value === undefined || inspectJson(text) ? text : JSON.stringify(value, null, 2);
}
