import { invalid } from '../../../core/errors.ts';
import type { Contract } from '../../contracts/index.ts';
import { type MappedRow, prepareMapping } from './map-row.ts';
import { columnNames, readRows } from './read-rows.ts';
import type { CsvMapping } from './schema.ts';

/**
 * The rows of a CSV file as signals or errors, in their order, one at a time.
 * @throws DomainError `invalid` for a file without rows, of another encoding, or whose columns the mapping does not fit.
 */
export async function* readCsv(
  bytes: Buffer,
  mapping: CsvMapping,
  contract: Contract,
): AsyncGenerator<MappedRow & { cells: string[] }> {
  let map: ReturnType<typeof prepareMapping> | null = null;
  let rows = 0;
  for await (const { row, cells, error } of readRows(bytes, mapping)) {
    if (cells === null) {
      rows += 1;
      yield { row, cells: [], event: null, errors: [{ row, where: null, column: null, reason: error }] };
      continue;
    }
    if (!map) {
      map = prepareMapping(mapping, contract, columnNames(cells, mapping.header));
      if (mapping.header) continue;
    }
    rows += 1;
    yield { ...map(row, cells), cells };
  }
  if (rows === 0) throw invalid(map ? 'The file has a header and no row.' : 'The file is empty.');
}
