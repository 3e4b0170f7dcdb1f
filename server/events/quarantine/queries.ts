import { findNames, type Names, nameOf } from '../../auth/find-names.ts';
import { sha256 } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Prisma, Quarantine } from '../../db/generated/client.ts';
import { QUARANTINE_PAGE } from './constants.ts';
import { lookForOriginal } from './find-original.ts';
import { listDrafts } from './list-drafts.ts';
import { requireEveryRegion } from './require-every-region.ts';
import { headersFor, showBytes } from './rules.ts';
import {
  becameSchema,
  type Quarantined,
  type QuarantineFilter,
  type QuarantineList,
  type QuarantineRow,
  quarantineStateSchema,
} from './schema.ts';

/** Bytes of a signal that a list shows. */
const PREVIEW = 240;

/** The part of a `where` that a filter stands for. */
export const whereOf = ({ sourceId, reason, state }: QuarantineFilter): Prisma.QuarantineWhereInput => ({
  ...(sourceId ? { sourceId } : {}),
  ...(reason ? { reason } : {}),
  ...(state ? { state } : {}),
});

/** Newest first; items received in one instant by their id. */
export const NEWEST = [
  { receivedAt: 'desc' },
  { id: 'desc' },
] as const satisfies Prisma.QuarantineOrderByWithRelationInput[];

/** A page of what could not be accepted, newest first, with how many there are in each state. */
export async function listQuarantine(
  db: Database,
  ctx: Context,
  { before, ...filter }: QuarantineFilter & { before?: string | undefined },
): Promise<QuarantineList> {
  requireEveryRegion(ctx.actor, 'signals.read');
  const narrowed = whereOf({ ...filter, state: undefined });
  const [found, states, sources] = await Promise.all([
    db.prisma.quarantine.findMany({
      where: { ...whereOf(filter), ...olderThan(before) },
      orderBy: [...NEWEST],
      take: QUARANTINE_PAGE + 1,
      omit: { replayRaw: true },
    }),
    db.prisma.quarantine.groupBy({ by: ['state'], where: narrowed, _count: true }),
    sourceNames(db),
  ]);
  const rows = found.slice(0, QUARANTINE_PAGE);
  const people = await findNames(
    db.prisma,
    rows.map(({ settledBy }) => settledBy),
  );
  const last = found.length > QUARANTINE_PAGE ? rows.at(-1) : undefined;
  const count = (state: string) => states.find((row) => row.state === state)?._count ?? 0;
  return {
    rows: rows.map((row) => viewOf(row, sources, people)),
    older: last ? `${last.receivedAt.toISOString()} ${last.id}` : null,
    totals: {
      held: count('held'),
      replaying: count('replaying'),
      replayed: count('replayed'),
      discarded: count('discarded'),
    },
  };
}

/** One quarantined signal with its bytes and a draft to begin from. @throws DomainError `not_found` */
export async function readQuarantined(db: Database, ctx: Context, { id }: { id: string }): Promise<Quarantined> {
  requireEveryRegion(ctx.actor, 'signals.read');
  const [row, sources] = await Promise.all([db.prisma.quarantine.findUnique({ where: { id } }), sourceNames(db)]);
  if (!row) throw notFound('This quarantined signal');
  const raw = Buffer.from(row.raw);
  const [{ original, drafts, barred }, people] = await Promise.all([
    listDrafts(db, row),
    findNames(db.prisma, [row.settledBy]),
  ]);
  return {
    ...viewOf(row, sources, people),
    contentType: row.contentType,
    shown: showBytes(original?.bytes.length ? original.bytes : raw),
    headers: headersFor(row, raw),
    format: original?.format ?? null,
    drafts,
    barred,
    hash: sha256(raw).toString('hex'),
  };
}

/** The bytes as they came, for a download. @throws DomainError `not_found` */
export async function readRaw(db: Database, ctx: Context, { id }: { id: string }) {
  requireEveryRegion(ctx.actor, 'signals.read');
  const row = await db.prisma.quarantine.findUnique({ where: { id } });
  if (!row) throw notFound('This quarantined signal');
  const original = await lookForOriginal(db, row);
  const bytes = original?.bytes.length ? original.bytes : Buffer.from(row.raw);
  return { base64: bytes.toString('base64'), contentType: row.contentType };
}

const olderThan = (before: string | undefined): Prisma.QuarantineWhereInput => {
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f]{64})$/.exec(before ?? '') ?? [];
  if (!at || !id || Number.isNaN(Date.parse(at))) return {};
  const receivedAt = new Date(at);
  return { receivedAt: { lte: receivedAt }, OR: [{ receivedAt: { lt: receivedAt } }, { id: { lt: id } }] };
};

const sourceNames = async (db: Database): Promise<Map<string, string>> =>
  new Map((await db.prisma.source.findMany({ select: { id: true, name: true } })).map(({ id, name }) => [id, name]));

function viewOf(
  row: Omit<Quarantine, 'replayRaw'>,
  sources: ReadonlyMap<string, string>,
  people: Names,
): QuarantineRow {
  const { id, sourceId, source, signalId, reason, detail, raw, receivedAt, settledAt, settledBy, note } = row;
  return {
    id,
    sourceId,
    sourceName: sources.get(sourceId) ?? sourceId,
    source,
    signalId,
    reason,
    detail,
    // U+FFFD stands for what is no text: a preview is for reading, the raw bytes are kept.
    preview: Buffer.from(raw.subarray(0, PREVIEW)).toString('utf8').toWellFormed().replaceAll('\0', '\ufffd'),
    bytes: raw.length,
    receivedAt: receivedAt.toISOString(),
    state: quarantineStateSchema.parse(row.state),
    settledAt: settledAt?.toISOString() ?? null,
    settledName: settledBy && nameOf(people, settledBy),
    note,
    became: becameOf(row),
  };
}

type Settled = Pick<Quarantine, 'outcome' | 'becameSource' | 'becameId' | 'becameQuarantine'>;

/** What the intake made of the last replay; null before the first. */
export const becameOf = (row: Settled) =>
  row.outcome === null
    ? null
    : becameSchema.parse({
        outcome: row.outcome,
        source: row.becameSource,
        id: row.becameId,
        quarantineId: row.becameQuarantine,
      });
