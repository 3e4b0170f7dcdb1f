import { isUtf8 } from 'node:buffer';
import { invalid } from '../../../core/errors.ts';
import { FAULTS, scanRow } from './scan-row.ts';
import type { CsvMapping } from './schema.ts';

/** A row with the line on which it ends, or why it could not be told apart. */
export type CsvRow = { row: number; cells: string[]; error: null } | { row: number; cells: null; error: string };

type Layout = Pick<CsvMapping, 'delimiter' | 'encoding' | 'header'>;

/** Bytes decoded at a time. */
const PIECE = 64 * 1024;

/**
 * Reads a CSV file (RFC 4180, other delimiters too) row by row; the file is decoded in pieces, so memory does not grow with it.
 * Empty lines are no rows. The header is yielded as the first row. A row that cannot be told apart costs its line alone: reading
 * goes on with the next, which no parser that we know does once a quotation mark is missing.
 * @throws DomainError `invalid` when the bytes are not of the encoding, naming the line.
 */
export async function* readRows(bytes: Buffer, { delimiter, encoding }: Layout): AsyncGenerator<CsvRow> {
  if (encoding === 'utf-8' && !isUtf8(bytes)) {
    throw invalid(
      `Line ${badLine(bytes)} is not UTF-8. Save the file as UTF-8, or say in the mapping that it is Windows-1252.`,
    );
  }
  const newline = newlineOf(bytes);
  const pieces = decodePieces(bytes, encoding);
  let text = '';
  let at = 0;
  let whole = false;
  let row = 1;
  const grow = () => {
    const { value, done } = pieces.next();
    text = text.slice(at) + (value ?? '');
    at = 0;
    whole = done === true;
  };
  /** Goes on to a place. @returns how many lines that were. */
  const pass = (end: number): number => {
    const lines = text.slice(at, end).split(newline).length - 1;
    at = end;
    row += lines;
    return lines;
  };
  while (!whole || at < text.length) {
    const scanned = at < text.length ? scanRow(text, at, { delimiter, newline }, whole) : null;
    if (scanned === null) {
      grow();
    } else if ('fault' in scanned) {
      yield { row, cells: null, error: FAULTS[scanned.fault] };
      let end = text.indexOf(newline, scanned.from);
      while (end === -1 && !whole) {
        pass(text.length);
        grow();
        end = text.indexOf(newline);
      }
      pass(end === -1 ? text.length : end + 1);
    } else {
      const begun = row;
      const lines = pass(scanned.end);
      // A line of spaces is no row either.
      if (scanned.cells.some((cell) => cell.trim() !== ''))
        yield { row: begun + Math.max(0, lines - 1), cells: scanned.cells, error: null };
    }
  }
}

function* decodePieces(bytes: Buffer, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let from = 0; from < bytes.length; from += PIECE) {
    yield decoder.decode(bytes.subarray(from, from + PIECE), { stream: true });
  }
  yield decoder.decode();
}

/** How lines end: as the first one does. A carriage return before a line feed belongs to it. */
function newlineOf(bytes: Buffer): '\n' | '\r' {
  const feed = bytes.indexOf(0x0a);
  const turn = bytes.indexOf(0x0d);
  return turn !== -1 && turn + 1 !== feed && (feed === -1 || turn < feed) ? '\r' : '\n';
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
