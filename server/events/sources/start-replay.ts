import { emitAudit } from '../../audit/emit.ts';
import { requireScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { type ReplayInput, replayInput } from './schema.ts';

/**
 * Notes that a source begins to replay a delivery history.
 * @returns the id under which it tells how far it has come.
 * @throws DomainError `unauthenticated` for anyone but a source, `forbidden` for one that may not replay.
 */
export async function startReplay(db: Database, ctx: Context, input: ReplayInput): Promise<string> {
  const actor = requireScope(ctx.actor, 'send');
  if (!actor.mayReplay)
    throw forbidden(`The source ${actor.name} may not replay histories; it lives on the wall clock.`);
  const replay = replayInput.parse(input);
  return withTransaction(db, async (tx) => {
    const id = newId();
    const now = ctx.clock.now();
    await tx.replay.create({ data: { id, sourceId: actor.id, ...replay, startedAt: now } });
    const { findings, ...told } = replay;
    await emitAudit(tx, ctx, {
      action: 'replay.started',
      entityId: id,
      meaning: `${actor.name} began to replay ${replay.fileName}, ${replay.lines} lines.`,
      after: { ...told, findings: findings.length },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'replay-started', ids: [id], region: '*' }]);
    return id;
  });
}
