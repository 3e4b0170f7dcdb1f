/** Characters that one row may have. */
export const MAX_ROW = 200_000;

/** A row with the place after it, or what is wrong with it and the place from which on to look for the line that follows. */
export type Scanned = { cells: string[]; end: number } | { fault: keyof typeof FAULTS; from: number };

export const FAULTS = {
  long: `The row is longer than ${MAX_ROW} characters; a quotation mark may be missing.`,
  open: 'A quotation mark is opened and never closed.',
  closing: 'A quotation mark inside of a quoted cell must be doubled.',
  opening: 'A cell with quotation marks must be quoted as a whole, and the marks inside doubled.',
};

type Cell = { text: string; end: number } | { fault: keyof typeof FAULTS };
type Layout = { delimiter: string; newline: '\n' | '\r' };

/**
 * Reads the row that begins at a place of a text (RFC 4180).
 * @param whole whether the text has come to its end; otherwise more of it may follow.
 * @returns null when the row goes on beyond the text.
 */
export function scanRow(text: string, start: number, layout: Layout, whole: boolean): Scanned | null {
  const cells: string[] = [];
  for (let at = start; ; ) {
    const cell =
      text[at] === '"' ? quotedCell(text, start, at, layout, whole) : bareCell(text, start, at, layout, whole);
    if (cell === null) return null;
    if ('fault' in cell) return { fault: cell.fault, from: at };
    cells.push(cell.text);
    if (text[cell.end] !== layout.delimiter) {
      const newline = text.indexOf(layout.newline, cell.end);
      return { cells, end: newline === -1 ? text.length : newline + 1 };
    }
    at = cell.end + 1;
  }
}

function bareCell(
  text: string,
  start: number,
  at: number,
  { delimiter, newline }: Layout,
  whole: boolean,
): Cell | null {
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== newline) {
    if (end - start > MAX_ROW) return { fault: 'long' };
    end += 1;
  }
  if (end === text.length && !whole) return null;
  const isCrLf = newline === '\n' && text[end] !== delimiter && text[end - 1] === '\r' && end > at;
  const told = text.slice(at, isCrLf ? end - 1 : end);
  return told.includes('"') ? { fault: 'opening' } : { text: told, end };
}

function quotedCell(text: string, start: number, at: number, layout: Layout, whole: boolean): Cell | null {
  let told = '';
  for (let from = at + 1; ; ) {
    const quote = text.indexOf('"', from);
    if ((quote === -1 ? text.length : quote) - start > MAX_ROW) return { fault: 'long' };
    if (quote === -1) return whole ? { fault: 'open' } : null;
    told += text.slice(from, quote);
    const next = text[quote + 1];
    if (next === undefined || (next === '\r' && quote + 2 === text.length)) {
      return whole ? { text: told, end: text.length } : null;
    }
    if (next !== '"') {
      const isEnd = next === layout.delimiter || next === layout.newline || (next === '\r' && text[quote + 2] === '\n');
      return isEnd ? { text: told, end: quote + 1 } : { fault: 'closing' };
    }
    told += '"';
    from = quote + 2;
  }
}
