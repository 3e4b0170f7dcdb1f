import { invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { type Contract, findContract } from '../contracts/index.ts';
import { type CsvMapping, csvMappingSchema } from '../formats/csv/schema.ts';
import { readApart } from '../reading/index.ts';
import { csvEncoding } from './rules.ts';

/** How a CSV file is to be read, and under which saved name and version; null for one that is read by its own column names. */
export type ChosenMapping = { name: string; version: number | null; mapping: CsvMapping; contract: Contract };

/** Saved mappings of a source: the newest version of each name. */
export async function newestMappings(db: Database, sourceId: string) {
  return db.prisma.importMapping.findMany({
    where: { sourceId },
    orderBy: [{ name: 'asc' }, { version: 'desc' }],
    distinct: ['name'],
  });
}

/**
 * The mapping of a CSV file: the saved one that is named, else the contract of `type` with columns called as its fields, else the
 * only mapping that the source has saved.
 * @param asked `charset` is what the content type of the file says.
 * @throws DomainError `invalid` when none can be told, naming those there are, `unsupported` for a character set that CSV is not read in.
 */
export async function findMapping(
  db: Database,
  sourceId: string,
  asked: { mapping?: string | undefined; type?: string | undefined; charset: string | null },
  bytes: Buffer,
): Promise<ChosenMapping> {
  const saved = await newestMappings(db, sourceId);
  if (asked.type !== undefined && asked.mapping === undefined) return byColumnNames(asked.type, bytes, asked.charset);
  const row =
    asked.mapping === undefined
      ? saved.length === 1
        ? saved[0]
        : undefined
      : saved.find(({ name }) => name === asked.mapping);
  if (!row) {
    const names = saved.map(({ name }) => `“${name}”`).join(', ') || 'none';
    const what =
      asked.mapping === undefined
        ? 'Name the mapping of this file: ?mapping=NAME'
        : `This source has no mapping “${asked.mapping}”`;
    throw invalid(
      `${what}. Saved are: ${names}. A file whose columns are called as the fields of a contract needs none: ?type=purchase-order.placed.`,
    );
  }
  return chosen(row, asked.charset);
}

/**
 * The mapping by which a kept file was read the first time, whatever has been saved since.
 * @param name of the mapping, and its version; the type of signal and null where the columns were called as its fields.
 * @throws DomainError `invalid` when its contract is no longer known.
 */
export async function findMappingAgain(
  db: Database,
  {
    sourceId,
    name,
    version,
    charset,
  }: { sourceId: string; name: string; version: number | null; charset: string | null },
  bytes: Buffer,
): Promise<ChosenMapping> {
  if (version === null) return byColumnNames(name, bytes, charset);
  const row = await db.prisma.importMapping.findUnique({
    where: { sourceId_name_version: { sourceId, name, version } },
  });
  if (!row) throw invalid(`This source has no version ${version} of the mapping “${name}”.`);
  return chosen(row, charset);
}

function chosen(row: { name: string; version: number; mapping: unknown }, charset: string | null): ChosenMapping {
  const saved = csvMappingSchema.parse(row.mapping);
  const mapping = { ...saved, encoding: csvEncoding(charset, saved.encoding) };
  const contract = contractOf(mapping.signalType, mapping.contractVersion);
  return { name: row.name, version: row.version, mapping, contract };
}

function contractOf(type: string, version: number): Contract {
  const contract = findContract(type, version);
  if (!contract) throw invalid(`No contract is released for the type “${type}”.`);
  return contract;
}

async function byColumnNames(type: string, bytes: Buffer, charset: string | null): Promise<ChosenMapping> {
  const contract = contractOf(type, 1);
  const encoding = csvEncoding(charset, 'utf-8');
  const mapping = await readApart('columns', { type, bytes, encoding }, { lane: 'short', what: 'The file' });
  return { name: type, version: null, mapping, contract };
}
