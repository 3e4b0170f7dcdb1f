import type { AuditAction } from '../../audit/actions.ts';
import { emitAudit } from '../../audit/emit.ts';
import type { Context, Person } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { ModelState } from './schema.ts';

type Change = {
  name: string;
  version: string;
  reason: string;
  to: ModelState;
  action: Extract<AuditAction, `model.${string}`>;
  refusal: (status: string) => string | null;
  verb: string;
};

/**
 * Moves a catalogue entry to another status, with the reason on record.
 * @throws DomainError `not_found`, `conflict` when its status does not allow it or somebody was faster.
 */
export function changeModelStatus(
  db: Database,
  ctx: Context,
  person: Person,
  change: Change,
): Promise<{ status: ModelState }> {
  const { name, version, reason, to, action, refusal, verb } = change;
  return withTransaction(db, async (tx) => {
    const found = await tx.catalogueModel.findUnique({ where: { name_version: { name, version } } });
    if (!found) throw notFound('This model');
    const refused = refusal(found.status);
    if (refused) throw conflict(refused);
    const at = ctx.clock.now();
    const { count } = await tx.catalogueModel.updateMany({
      where: { name, version, status: found.status },
      data: { status: to, statusReason: reason, statusBy: person.name, statusAt: at },
    });
    if (count === 0) throw conflict('Somebody else has just changed the status of this model. Look again.');
    await emitAudit(tx, ctx, {
      action,
      entityId: `${name} ${version}`,
      meaning: `${person.name} ${verb} the model ${name} ${version}: ${reason}`,
      before: { status: found.status, reason: found.statusReason },
      after: { status: to, reason },
    });
    await appendFeed(tx, at, [{ area: 'models', kind: to, ids: [`${name} ${version}`], region: '*' }]);
    return { status: to };
  });
}
