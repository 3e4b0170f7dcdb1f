import { z } from 'zod';
import { findNames, type Names, nameOf } from '../../auth/find-names.ts';
import { regionScope, requireRight, requireScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { forbidden, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Import } from '../../db/generated/client.ts';
import { csvMappingSchema, rowErrorSchema } from '../formats/csv/schema.ts';
import { findOwnSource } from '../sources/index.ts';
import { newestMappings } from './find-mapping.ts';
import { readBytes } from './keep-bytes.ts';
import { type ImportList, type ImportRow, type ImportView, importRowSchema, type MappingView } from './schema.ts';

const PAGE = 100;

/** A file holds rows of any region, so its words are for those who see every region. */
async function mayReadRows(db: Database, ctx: Context, sourceId: string): Promise<void> {
  await mayRead(db, ctx, sourceId);
  if (ctx.actor.kind === 'person' && regionScope(ctx.actor).regions !== null)
    throw forbidden('A file holds rows of every region: this needs somebody who sees them all.');
}

/** People with the right to read signals see the imports of sources of their regions; a source that may send sees its own. */
async function mayRead(db: Database, { actor }: Context, sourceId: string): Promise<void> {
  if (actor.kind !== 'source') await findOwnSource(db, requireRight(actor, 'signals.read'), sourceId);
  else if (requireScope(actor, 'send').id !== sourceId) throw forbidden('A source sees its own imports only.');
}

/** The right is asked for before anything is looked up, so that nobody learns what there is. */
function requireReader({ actor }: Context): void {
  if (actor.kind === 'source') requireScope(actor, 'send');
  else requireRight(actor, 'signals.read');
}

type Row = Omit<Import, 'bytes' | 'rowErrors' | 'acknowledgement' | 'number'>;
const rowOf = (row: Row, size: number, sourceName: string, names: Names): ImportRow =>
  importRowSchema.parse({
    ...row,
    bytes: size,
    bytesHash: Buffer.from(row.bytesHash).toString('hex'),
    mapping:
      row.mappingName !== null && row.mappingVersion !== null
        ? { name: row.mappingName, version: row.mappingVersion }
        : null,
    sentBy: row.sentByKind === 'person' ? nameOf(names, row.sentById) : sourceName,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  });

/** A source and its newest imports. The bytes stay in the store: a list of them would be as heavy as the files. */
export async function listImports(db: Database, ctx: Context, sourceId: string): Promise<ImportList> {
  await mayRead(db, ctx, sourceId);
  const [source, rows] = await Promise.all([
    db.prisma.source.findUnique({ where: { id: sourceId }, select: { name: true } }),
    db.prisma.import.findMany({
      where: { sourceId },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      take: PAGE,
      omit: { bytes: true, rowErrors: true, acknowledgement: true, number: true },
    }),
  ]);
  if (!source) throw notFound('This source');
  const [sizes, names] = await Promise.all([
    sizesOf(
      db,
      rows.map(({ id }) => id),
    ),
    findNames(
      db.prisma,
      rows.map(({ sentById }) => sentById),
    ),
  ]);
  return {
    source: { id: sourceId, name: source.name },
    imports: rows.map((row) => rowOf(row, sizes.get(row.id) ?? 0, source.name, names)),
  };
}

async function sizesOf(db: Database, ids: string[]): Promise<Map<string, number>> {
  const { rows } = await db.pool.query<{ id: string; size: number }>(
    'SELECT id, octet_length(bytes) AS size FROM import WHERE id = ANY($1::text[])',
    [ids],
  );
  return new Map(rows.map(({ id, size }) => [id, size]));
}

/** One import with its row errors and its acknowledgement. @throws DomainError `not_found`, also to a source that did not send it. */
export async function readImport(db: Database, ctx: Context, id: string): Promise<ImportView> {
  requireReader(ctx);
  const row = await db.prisma.import.findUnique({ where: { id }, omit: { bytes: true } });
  if (!row || (ctx.actor.kind === 'source' && ctx.actor.id !== row.sourceId)) throw notFound('This import');
  await mayReadRows(db, ctx, row.sourceId);
  const [source, sizes, names] = await Promise.all([
    db.prisma.source.findUnique({ where: { id: row.sourceId }, select: { name: true } }),
    sizesOf(db, [id]),
    findNames(db.prisma, [row.sentById]),
  ]);
  const sourceName = source?.name ?? row.sourceId;
  const { rowErrors, acknowledgement, ...rest } = row;
  return {
    ...rowOf(rest, sizes.get(id) ?? 0, sourceName, names),
    sourceId: row.sourceId,
    sourceName,
    rowErrors: z.array(rowErrorSchema).parse(rowErrors),
    acknowledgement,
  };
}

/** The file of an import as it came in, for auditors and operators. */
export async function readImportBytes(
  db: Database,
  ctx: Context,
  id: string,
): Promise<{ name: string; bytes: Buffer }> {
  requireReader(ctx);
  const row = await db.prisma.import.findUnique({ where: { id }, select: { sourceId: true, name: true } });
  if (!row || (ctx.actor.kind === 'source' && ctx.actor.id !== row.sourceId)) throw notFound('This import');
  await mayReadRows(db, ctx, row.sourceId);
  return { name: row.name, bytes: await readBytes(db, id) };
}

/** The newest version of each mapping of a source. */
export async function listMappings(db: Database, ctx: Context, sourceId: string): Promise<MappingView[]> {
  await mayRead(db, ctx, sourceId);
  const rows = await newestMappings(db, sourceId);
  const names = await findNames(
    db.prisma,
    rows.map(({ savedBy }) => savedBy),
  );
  return rows.map(({ name, version, signalType, mapping, savedBy, savedAt }) => ({
    name,
    version,
    signalType,
    mapping: csvMappingSchema.parse(mapping),
    savedBy: nameOf(names, savedBy),
    savedAt: savedAt.toISOString(),
  }));
}
