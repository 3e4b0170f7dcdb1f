import { findNames, nameOf } from '../../auth/find-names.ts';
import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { findOwnSource } from './find-own-source.ts';
import { scopesOf } from './find-source-by-key.ts';
import { listSources } from './queries.ts';
import { versionOfRow } from './read-contracts.ts';
import { isLive } from './rules.ts';
import type { SourceDetail } from './schema.ts';

/**
 * A source with its keys, contracts and newest bad signal. Keys are told by their last four characters.
 * @throws DomainError `forbidden`, `not_found`.
 */
export async function readSource(db: Database, ctx: Context, id: string): Promise<SourceDetail> {
  const person = requireRight(ctx.actor, 'signals.read');
  const row = await findOwnSource(db, person, id);
  const [[view], keys, contracts, bad] = await Promise.all([
    listSources(db, ctx, id),
    db.prisma.sourceKey.findMany({ where: { sourceId: id }, orderBy: { createdAt: 'desc' }, omit: { keyHash: true } }),
    db.prisma.sourceContract.findMany({
      where: { sourceId: id },
      orderBy: [{ type: 'asc' }, { version: 'desc' }],
      omit: { document: true },
    }),
    db.prisma.quarantine.findFirst({
      where: { sourceId: id },
      orderBy: { receivedAt: 'desc' },
      select: { id: true, reason: true, detail: true, signalId: true, receivedAt: true },
    }),
  ]);
  if (!view) throw notFound('This source');
  const now = ctx.clock.now();
  const names = await findNames(
    db.prisma,
    [...keys, ...contracts].map(({ createdBy }) => createdBy),
  );
  return {
    ...view,
    createdAt: row.createdAt.toISOString(),
    keys: keys.map((key) => ({
      id: key.id,
      hint: key.hint,
      scopes: scopesOf(key.scopes),
      regions: key.regions,
      sendRegions: key.sendRegions,
      createdAt: key.createdAt.toISOString(),
      createdBy: nameOf(names, key.createdBy),
      expiresAt: key.expiresAt?.toISOString() ?? null,
      revokedAt: key.revokedAt?.toISOString() ?? null,
      live: isLive(key, now),
    })),
    contracts: contracts.map((row) => versionOfRow(row, names)),
    lastGood: await findLastGood(db, id),
    lastBad: bad && { ...bad, receivedAt: bad.receivedAt.toISOString() },
  };
}

/** The newest signal of a source: of the stream that spoke last, so that an index answers. */
async function findLastGood(db: Database, sourceId: string): Promise<SourceDetail['lastGood']> {
  const stream = await db.prisma.stream.findFirst({
    where: { sourceId, lastSignalAt: { not: null } },
    orderBy: { lastSignalAt: 'desc' },
    select: { source: true },
  });
  const last =
    stream &&
    (await db.prisma.signal.findFirst({
      where: { source: stream.source },
      orderBy: { seq: 'desc' },
      select: { source: true, id: true, receivedAt: true },
    }));
  return last && { ...last, receivedAt: last.receivedAt.toISOString() };
}
