import { invalid } from '../../../core/errors.ts';
import type { Contract } from '../../contracts/index.ts';
import { type MappedRow, prepareMapping } from './map-row.ts';
import { columnNames, readRows } from './read-rows.ts';
import type { CsvMapping } from './schema.ts';

/** Rows as CSV (RFC 4180); what needs no quotation marks has none. */
export const writeCsv = (rows: readonly (readonly string[])[], delimiter: string): string =>
  rows
    .map((cells) =>
      cells
        .map((cell) => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(delimiter),
    )
    .join('\n');

/**
 * The rows of a CSV file as signals or errors, in their order, one at a time.
 * @throws DomainError `invalid` for a file without rows, of another encoding, or whose columns the mapping does not fit.
 */
export async function* readCsv(
  bytes: Buffer,
  mapping: CsvMapping,
  contract: Contract,
): AsyncGenerator<MappedRow & { cells: string[]; header: string[] | null }> {
  let map: ReturnType<typeof prepareMapping> | null = null;
  let header: string[] | null = null;
  let rows = 0;
  for await (const { row, cells, error } of readRows(bytes, mapping)) {
    if (cells === null) {
      rows += 1;
      yield { row, header, cells: [], event: null, errors: [{ row, where: null, column: null, reason: error }] };
      continue;
    }
    if (!map) {
      map = prepareMapping(mapping, contract, columnNames(cells, mapping.header));
      if (mapping.header) {
        header = cells;
        continue;
      }
    }
    rows += 1;
    yield { ...map(row, cells), header, cells };
  }
  if (rows === 0) throw invalid(map ? 'The file has a header and no row.' : 'The file is empty.');
}
