import { DomainError, invalid } from '../../core/errors.ts';
import { findContract } from '../contracts/index.ts';
import { columnNames, guessMapping, prepareMapping, readRows } from '../formats/index.ts';
import { PREVIEW_ROWS } from '../imports/constants.ts';
import type { Preview } from '../imports/schema.ts';

type Mapping = Preview['mapping'];
export type PreviewToRead = {
  /** The start of a file, and whether it is all of it. */
  bytes: Buffer;
  whole: boolean;
  mapping: Mapping;
  /** Fill in what is not mapped by the names of the columns. */
  guess: boolean;
  /** Milliseconds of wall time, which stands in for times that are not told. */
  now: number;
};

/**
 * The first rows of a file as the signals they would become, with what is wrong with them.
 * @throws DomainError `invalid` when the start of the file cannot be read.
 */
export async function previewRows({ bytes, whole, mapping: asked, guess, now }: PreviewToRead): Promise<Preview> {
  const { columns, rows } = await firstRows(whole ? bytes : wholeLines(bytes), asked);
  const contract = findContract(asked.signalType, asked.contractVersion);
  if (!contract) throw invalid(`No contract is released for ${asked.signalType}.`);
  const mapping = guess ? { ...asked, ...complete(asked, guessMapping(contract, columns, asked)) } : asked;
  const plain = rows.map(({ row, cells, error }) => ({
    row,
    cells: cells ?? [],
    id: null,
    words: null,
    errors: error === null ? [] : [{ row, where: null, column: null, reason: error }],
  }));
  let map: ReturnType<typeof prepareMapping>;
  try {
    if (!mapping.id.length) throw invalid('Choose the columns that name a row, so that a file sent twice is known.');
    map = prepareMapping(mapping, contract, columns);
  } catch (error) {
    if (error instanceof DomainError) return { columns, mapping, problem: error.message, rows: plain };
    throw error;
  }
  return {
    columns,
    mapping,
    problem: null,
    rows: rows.map(({ row, cells }, index) => {
      const before = plain[index] ?? { row, cells: [], id: null, words: null, errors: [] };
      if (!cells) return before;
      const { event, errors } = map(row, cells);
      if (!event) return { ...before, errors: errors ?? [] };
      const recordedAt = new Date(event.recordedtime ?? event.time ?? now);
      return { ...before, id: event.id, words: contract.wordsOf(contract.schema.parse(event.data), { recordedAt }) };
    }),
  };
}

/** The part of a file that ends with a line, so that no row is shown cut. */
function wholeLines(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(0x0a);
  return end === -1 ? bytes : bytes.subarray(0, end + 1);
}

type Guess = ReturnType<typeof guessMapping>;

/** What is mapped stays; what is not is taken from the guess. */
function complete(mapping: Mapping, guessed: Guess): Partial<Mapping> {
  if (!guessed) return {};
  const mapped = new Set(mapping.fields.map(({ path }) => path));
  return {
    fields: [...mapping.fields, ...guessed.fields.filter(({ path }) => !mapped.has(path))],
    id: mapping.id.length ? mapping.id : guessed.id,
    eventTime: mapping.eventTime ?? guessed.eventTime,
    recordTime: mapping.recordTime ?? guessed.recordTime,
    region: mapping.region ?? guessed.region,
  };
}

async function firstRows(bytes: Buffer, layout: Pick<Mapping, 'delimiter' | 'encoding' | 'header'>) {
  let columns: string[] | null = null;
  const rows: { row: number; cells: string[] | null; error: string | null }[] = [];
  for await (const one of readRows(bytes, layout)) {
    if (columns === null && one.cells) {
      columns = columnNames(one.cells, layout.header);
      if (layout.header) continue;
    }
    rows.push(one);
    if (rows.length >= PREVIEW_ROWS) break;
  }
  if (!columns) throw invalid('The file is empty.');
  return { columns, rows };
}
