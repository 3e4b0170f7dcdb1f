import { requireScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Capture } from '../../db/generated/client.ts';
import type { CaptureError, CaptureJob, ErrorBehaviour } from './schema.ts';

/**
 * A capture job of the source that calls, or null when it has none of this id.
 * @throws DomainError `unauthenticated`, `forbidden` for a key that may not send.
 */
export async function findCapture(db: Database, ctx: Context, id: string): Promise<CaptureJob | null> {
  const row = await db.prisma.capture.findFirst({ where: { id, sourceId: requireScope(ctx.actor, 'send').id } });
  return row && jobOf(row);
}

/**
 * A page of the capture jobs of the source that calls, newest first.
 * @returns the page, and the token of the next one or null.
 * @throws DomainError `unauthenticated`, `forbidden` for a key that may not send.
 */
export async function listCaptures(
  db: Database,
  ctx: Context,
  { perPage, nextPageToken }: { perPage: number; nextPageToken?: string | undefined },
): Promise<{ jobs: CaptureJob[]; next: string | null }> {
  const { id: sourceId } = requireScope(ctx.actor, 'send');
  const rows = await db.prisma.capture.findMany({
    where: { sourceId, ...(nextPageToken ? { id: { lt: nextPageToken } } : {}) },
    orderBy: { id: 'desc' },
    take: perPage + 1,
  });
  const page = rows.slice(0, perPage);
  return { jobs: page.map(jobOf), next: rows.length > perPage ? (page.at(-1)?.id ?? null) : null };
}

const jobOf = ({
  id,
  sourceId: _source,
  behaviour,
  createdAt,
  finishedAt,
  errors,
  ...counts
}: Capture): CaptureJob => ({
  captureID: id,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt.toISOString(),
  running: false,
  captureErrorBehaviour: behaviour as ErrorBehaviour,
  errors: errors as CaptureError[],
  ...counts,
});
