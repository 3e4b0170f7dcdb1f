import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { invalid } from '../../../core/errors.ts';
import type { CsvMapping } from './schema.ts';

/** A row with the line on which it ends, or why it could not be told apart. */
export type CsvRow = { row: number; cells: string[]; error: null } | { row: number; cells: null; error: string };

type Layout = Pick<CsvMapping, 'delimiter' | 'encoding' | 'header'>;
type Record = { record: string[]; info: { lines: number } };

/** Bytes decoded at a time, and characters that one row may have. */
const PIECE = 64 * 1024;
const MAX_ROW = 200_000;

/**
 * Reads a CSV file (RFC 4180, other delimiters too) row by row; the file is decoded in pieces, so memory does not grow with it.
 * Empty lines are no rows. The header is yielded as the first row.
 * @throws DomainError `invalid` when the bytes are not of the encoding, naming the line.
 */
export async function* readRows(bytes: Buffer, { delimiter, encoding }: Layout): AsyncGenerator<CsvRow> {
  if (encoding === 'utf-8' && !isUtf8(bytes)) {
    throw invalid(
      `Line ${badLine(bytes)} is not UTF-8. Save the file as UTF-8, or say in the mapping that it is Windows-1252.`,
    );
  }
  const skipped: CsvRow[] = [];
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_ROW,
    on_skip: (error: CsvError | undefined) => {
      skipped.push({ row: Number(error?.lines ?? 0), cells: null, error: skipWords(error) });
      return undefined;
    },
  });
  const pieces = Readable.from(decodePieces(bytes, encoding));
  pieces.on('error', (error) => parser.destroy(error));
  for await (const { record, info } of pieces.pipe(parser) as AsyncIterable<Record>) {
    // The parser runs ahead: an error is told where its line comes.
    while (skipped[0] && skipped[0].row <= info.lines) yield skipped.shift() as CsvRow;
    // A line of spaces is no row either.
    if (record.some((cell) => cell.trim() !== '')) yield { row: info.lines, cells: record, error: null };
  }
  yield* skipped.splice(0);
}

function* decodePieces(bytes: Buffer, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  for (let from = 0; from < bytes.length; from += PIECE) {
    const text = decoder.decode(bytes.subarray(from, from + PIECE), { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}

function skipWords(error: CsvError | undefined): string {
  if (error?.code === 'CSV_QUOTE_NOT_CLOSED') return 'A quotation mark is opened and never closed.';
  if (error?.code === 'CSV_MAX_RECORD_SIZE')
    return `The row is longer than ${MAX_ROW} characters; a quotation mark may be missing.`;
  if (error?.code === 'CSV_INVALID_CLOSING_QUOTE') return 'A quotation mark inside of a quoted cell must be doubled.';
  if (error?.code === 'INVALID_OPENING_QUOTE')
    return 'A cell with quotation marks must be quoted as a whole, and the marks inside doubled.';
  return error?.message ?? 'The row cannot be read.';
}

/** The first line whose bytes are not UTF-8. */
function badLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const next = bytes.indexOf(0x0a, from);
    const end = next === -1 ? bytes.length : next + 1;
    if (!isUtf8(bytes.subarray(from, end))) return line;
    from = end;
  }
  return line;
}

/** Names of the columns: as the header has them, or 1, 2, 3; what has no name is called by its place. */
export const columnNames = (first: readonly string[], header: boolean): string[] =>
  first.map((name, index) => (header && name.trim()) || String(index + 1));
