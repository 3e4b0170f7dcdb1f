import { invalid } from '../../core/errors.ts';
import { findContract } from '../contracts/index.ts';
import { type CsvMapping, DELIMITERS, type ENCODINGS } from '../formats/csv/schema.ts';
import { columnNames, guessMapping, readRows } from '../formats/index.ts';

export type ColumnsToRead = {
  /** The type of signal whose fields are the columns. */
  type: string;
  bytes: Buffer;
  encoding: (typeof ENCODINGS)[number];
};

/**
 * The mapping of a CSV file whose columns are called as the fields of a contract.
 * @throws DomainError `invalid` when none of them is, or the file has no row that can be read.
 */
export async function readColumns({ type, bytes, encoding }: ColumnsToRead): Promise<CsvMapping> {
  const contract = findContract(type, 1);
  if (!contract) throw invalid(`No contract is released for the type “${type}”.`);
  const delimiter = guessDelimiter(bytes);
  for await (const { cells } of readRows(bytes, { delimiter, encoding, header: true })) {
    if (!cells) continue;
    const mapping = guessMapping(contract, columnNames(cells, true), { delimiter, encoding });
    if (!mapping) throw invalid(`A row of a file cannot speak for ${type}: it gathers a list of things.`);
    if (!mapping.fields.length)
      throw invalid(`No column of the file is called as a field of ${type}. Save a mapping for it.`);
    return mapping;
  }
  throw invalid('The file is empty.');
}

/** The delimiter that stands most often in the first line. */
function guessDelimiter(bytes: Buffer): (typeof DELIMITERS)[number] {
  const [line = ''] = bytes
    .subarray(0, 64 * 1024)
    .toString('latin1')
    .split('\n', 1);
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}
