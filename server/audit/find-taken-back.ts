import type { Database } from '../db/client.ts';
import type { Signal } from '../db/generated/client.ts';

type Named = Pick<Signal, 'source' | 'id' | 'sourceId'>;

/** A signal by source and id, as `findTakenBack` names it: no source holds a bar. */
export const signalName = ({ source, id }: Pick<Signal, 'source' | 'id'>): string => `${source}|${id}`;

/** Which of some signals their own sender has taken back, by `signalName`; what somebody else took back stands. */
export async function findTakenBack(db: Database, signals: readonly Named[]): Promise<ReadonlySet<string>> {
  if (!signals.length) return new Set();
  const rows = await db.prisma.retraction.findMany({
    where: {
      OR: signals.map(({ source, id, sourceId }) => ({ source, signalId: id, bySourceId: sourceId })),
      finding: null,
    },
    select: { source: true, signalId: true },
  });
  return new Set(rows.map(({ source, signalId }) => signalName({ source, id: signalId })));
}
