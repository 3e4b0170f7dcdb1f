import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { COLUMNS, type Column } from './constants.ts';

/** A line of the file, by column, trimmed; or what is wrong with its form. `row` counts from 1, the header being row 1. */
export type HistoryRow = { row: number } & ({ cells: Record<Column, string> } | { broken: string });

export type History = { fileName: string; fileHash: string; rows: HistoryRow[] };

/** A file that cannot be replayed at all, in a sentence for whoever named it. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

/**
 * Reads a delivery history in the USAID SCMS layout, separated by tabs or commas, in UTF-8 or Windows-1252.
 * @throws UnusableFile when the file is missing, is no table, or lacks a column (which it names).
 */
export async function readHistory(file: string): Promise<History> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UnusableFile(
      error.code === 'ENOENT' ? `There is no file ${file}.` : `The file ${file} cannot be read: ${error.message}.`,
    );
  });
  const fileHash = createHash('sha256').update(bytes).digest('hex');
  return { fileName: path.basename(file), fileHash, rows: parseHistory(decode(bytes), path.basename(file)) };
}

/** UTF-8 when it is that without a fault, else Windows-1252, in which every byte is some character. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The rows of a table. @throws UnusableFile as `readHistory` does. */
export function parseHistory(text: string, fileName: string): HistoryRow[] {
  const firstLine = text.slice(0, text.search(/\r|\n|$/));
  const records = parseTable(text, firstLine.includes('\t') ? '\t' : ',', fileName);
  const header = (records.shift() ?? []).map((name) => name.trim());
  const places = new Map<Column, number>();
  for (const [column, name] of Object.entries(COLUMNS) as [Column, string][]) {
    const place = header.indexOf(name);
    if (place < 0)
      throw new UnusableFile(`The file ${fileName} has no column "${name}", so it is not an SCMS delivery history.`);
    places.set(column, place);
  }
  return records.map((record, index) => {
    const row = index + 2;
    if (record.length !== header.length) {
      return { row, broken: `It has ${record.length} fields where the header has ${header.length}.` };
    }
    const cells = Object.fromEntries([...places].map(([column, place]) => [column, (record[place] ?? '').trim()]));
    return { row, cells: cells as Record<Column, string> };
  });
}

function parseTable(text: string, delimiter: string, fileName: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw new UnusableFile(`The file ${fileName} is not a table: ${(error as Error).message}`);
  }
}
