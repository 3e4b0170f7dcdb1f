import { inScope, readScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { type Page, type PageInput, pageRows } from '../../db/page-rows.ts';
import type { PublishedAction } from './schema.ts';

const STEP = {
  key: true,
  position: true,
  title: true,
  kind: true,
  system: true,
  state: true,
  attempts: true,
  undoAttempts: true,
  error: true,
  reversibleUntil: true,
  startedAt: true,
  finishedAt: true,
  undoneAt: true,
} as const;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/**
 * A page of actions with their steps for a machine, within the regions of its key, in commit order, oldest first; each as it stands
 * now. What systems were asked and answered, and who rolled back or closed a step, is not told.
 * @throws DomainError `unauthenticated`, `forbidden` for a key that may not read, `invalid` for a cursor that no page gave.
 */
export async function pageActions(db: Database, ctx: Context, input: PageInput): Promise<Page<PublishedAction>> {
  const scope = readScope(ctx.actor);
  const page = await pageRows(db, input, ({ where, ...rest }) =>
    db.prisma.action.findMany({
      where: { ...where, ...inScope(scope) },
      ...rest,
      omit: { input: true },
      include: { steps: { select: STEP, orderBy: { position: 'asc' } } },
    }),
  );
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      decisionId: row.decisionId,
      disruptionId: row.disruptionId,
      region: row.region,
      saga: row.saga,
      sagaVersion: row.sagaVersion,
      title: row.title,
      state: row.state,
      graceUntil: row.graceUntil.toISOString(),
      dispatchedAt: iso(row.dispatchedAt),
      finishedAt: iso(row.finishedAt),
      createdAt: row.createdAt.toISOString(),
      steps: row.steps.map((step) => ({
        ...step,
        reversibleUntil: iso(step.reversibleUntil),
        startedAt: iso(step.startedAt),
        finishedAt: iso(step.finishedAt),
        undoneAt: iso(step.undoneAt),
      })),
    })),
  };
}
