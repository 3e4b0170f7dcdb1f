import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { requireEveryRegion } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { EVERY_REGION } from './constants.ts';
import { changeRefusal, STATUS_CHANGES } from './rules.ts';
import { type ChangedTo, changeModelInput } from './schema.ts';

/**
 * changeModelStatus suspends a model or lists it again, with a reason on record. With one suspended, agents that need it propose
 * nothing more, what waits for people on its word is withdrawn by the decide loop, and nobody can approve it meanwhile; what was
 * decided stays decided. With it listed again the loop asks about the cases that were held.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when its status does not allow it or somebody was faster.
 */
export async function changeModelStatus(
  db: Database,
  ctx: Context,
  input: z.input<typeof changeModelInput> & { to: ChangedTo },
): Promise<{ status: ChangedTo }> {
  const person = requireEveryRegion(ctx.actor, 'model.suspend', EVERY_REGION);
  const { name, version, reason } = changeModelInput.parse(input);
  const { to } = input;
  const { action, verb } = STATUS_CHANGES[to];
  return withTransaction(db, async (tx) => {
    const found = await tx.catalogueModel.findUnique({ where: { name_version: { name, version } } });
    if (!found) throw notFound('This model');
    const refused = changeRefusal(to, found.status);
    if (refused) throw conflict(refused);
    const at = ctx.clock.now();
    const { count } = await tx.catalogueModel.updateMany({
      where: { name, version, status: found.status },
      data: { status: to, statusReason: reason, statusBy: person.id, statusAt: at },
    });
    if (count === 0) throw conflict('Somebody else has just changed the status of this model. Look again.');
    await emitAudit(tx, ctx, {
      action,
      entityId: `${name} ${version}`,
      meaning: `The model ${name} ${version} was ${verb}: ${reason}`,
      before: { status: found.status, reason: found.statusReason },
      after: { status: to, reason },
    });
    await appendFeed(tx, at, [{ area: 'models', kind: to, ids: [`${name} ${version}`], region: '*' }]);
    return { status: to };
  });
}
