import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { CaseNote } from '../../db/generated/client.ts';
import type { NoteView } from './schema.ts';

/** Notes of a case or action shown at most. */
const MOST = 50;

export const viewOfNote = (row: CaseNote): NoteView => ({
  id: row.id,
  disruptionId: row.disruptionId,
  kind: row.kind as NoteView['kind'],
  words: row.words,
  signal: row.signalSource !== null && row.signalId !== null ? { source: row.signalSource, id: row.signalId } : null,
  actionId: row.actionId,
  worldAt: row.worldAt?.toISOString() ?? null,
  at: row.at.toISOString(),
});

/** What was put right in the facts of a case, newest first: the last of what nothing was carried out on, and the last of each action. */
export async function findCorrections({ prisma }: Database, disruptionId: string): Promise<CaseNote[]> {
  const newest = await prisma.$queryRawUnsafe<{ id: string }[]>(
    `SELECT DISTINCT ON (action_id) id FROM case_note WHERE disruption_id = $1 AND kind IN ('corrected', 'redescribed')
     ORDER BY action_id, at DESC, id DESC LIMIT ${MOST}`,
    disruptionId,
  );
  return prisma.caseNote.findMany({
    where: { id: { in: newest.map(({ id }) => id) } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  });
}

/**
 * readActionNotes gives what has been corrected of the facts that an action was carried out on, newest first.
 * @throws DomainError `forbidden`. An action outside the reader's regions has no notes for them.
 */
export async function readActionNotes(
  db: Database,
  ctx: Context,
  { actionId }: { actionId: string },
): Promise<NoteView[]> {
  const person = requireRight(ctx.actor, 'action.read');
  const rows = await db.prisma.caseNote.findMany({
    where: { actionId, ...inScope(regionScope(person)) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST,
  });
  return rows.map(viewOfNote);
}
