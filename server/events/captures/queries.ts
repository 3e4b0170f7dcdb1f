import type { Database } from '../../db/client.ts';
import type { Capture } from '../../db/generated/client.ts';
import type { CaptureError, CaptureJob, ErrorBehaviour } from './schema.ts';

/** A capture job of this source, or null when it has none of this id. */
export async function findCapture(db: Database, sourceId: string, id: string): Promise<CaptureJob | null> {
  const row = await db.prisma.capture.findFirst({ where: { id, sourceId } });
  return row && jobOf(row);
}

/** A page of a source's capture jobs, newest first. @returns the page, and the token of the next one or null. */
export async function listCaptures(
  db: Database,
  sourceId: string,
  { perPage, nextPageToken }: { perPage: number; nextPageToken?: string | undefined },
): Promise<{ jobs: CaptureJob[]; next: string | null }> {
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
