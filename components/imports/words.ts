import type { ImportRow } from '../../server/events/imports/schema.ts';

export const FORMAT_WORDS: Record<ImportRow['format'], string> = {
  csv: 'CSV',
  x12: 'X12',
  edifact: 'EDIFACT',
  mail: 'Mail',
  text: 'Plain words',
};
export const MEDIA_OF: Record<ImportRow['format'], string> = {
  csv: 'text/csv',
  x12: 'application/edi-x12',
  edifact: 'application/edifact',
  mail: 'message/rfc822',
  text: 'text/plain',
};
const STATE_WORDS: Record<ImportRow['state'], string> = {
  running: 'being read',
  done: 'imported',
  refused: 'refused as a whole',
  broken: 'broke off',
  interrupted: 'interrupted',
  waiting: 'waits to be read again',
};

/** Whether there is more to come of it by itself. */
export const isUnderWay = ({ state }: Pick<ImportRow, 'state'>): boolean => state === 'running' || state === 'waiting';

/** How often a screen asks how far a file has come. */
export const PROGRESS_MS = 2_000;

type Came = Pick<ImportRow, 'state' | 'rows' | 'refused'>;

/** How an import stands: one of which no row was taken was refused, though it was read to its end. */
export const standingOf = ({ state, rows, refused }: Came): ImportRow['state'] =>
  state === 'done' && rows > 0 && refused === rows ? 'refused' : state;

/** The same in words. */
export const standingWords = (came: Came): string =>
  came.state === 'done' && standingOf(came) === 'refused' ? 'every row refused' : STATE_WORDS[came.state];

/** What a file is, by how it begins and what it is called. */
export function guessFormat(name: string, start: string): ImportRow['format'] {
  const begin = start.replace(/^\ufeff/, '').trimStart();
  if (/^ISA[^A-Za-z0-9]/.test(begin)) return 'x12';
  if (/^UN[AB][^A-Za-z0-9]/.test(begin)) return 'edifact';
  if (/\.eml$/i.test(name) || /^(from|to|date|subject|message-id|received|return-path|mime-version): /i.test(begin))
    return 'mail';
  return /\.txt$/i.test(name) && !/[,;\t|]/.test(begin.split('\n')[0] ?? '') ? 'text' : 'csv';
}

/** The delimiter that stands most often in the first line. */
export function guessDelimiter(start: string): ',' | ';' | '\t' | '|' {
  const line = start.split('\n', 1)[0] ?? '';
  const [most] = ([',', ';', '\t', '|'] as const)
    .map((one) => ({ one, count: line.split(one).length }))
    .sort((a, b) => b.count - a.count);
  return most?.one ?? ',';
}

/** The sentence of an account: where every row of a file went. */
export const accountOf = ({
  rows,
  accepted,
  duplicates,
  quarantined,
  refused,
}: Pick<ImportRow, 'rows' | 'accepted' | 'duplicates' | 'quarantined' | 'refused'>) => ({
  parts: [
    { word: 'accepted', count: accepted },
    { word: 'known already', count: duplicates },
    { word: 'quarantined', count: quarantined },
    { word: 'refused', count: refused },
  ],
  missing: rows - accepted - duplicates - quarantined - refused,
});
