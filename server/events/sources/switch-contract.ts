import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { lockSource } from './lock-source.ts';
import { contractRefusal } from './rules.ts';
import { switchContractInput } from './schema.ts';

/**
 * switchContract stops accepting a type from a source, or takes it up again under the newest version.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when the version does not stand as it was shown.
 */
export async function switchContract(
  db: Database,
  ctx: Context,
  input: z.input<typeof switchContractInput>,
): Promise<void> {
  const scope = regionScope(requireRight(ctx.actor, 'source.manage'));
  const { sourceId, type, version, state } = switchContractInput.parse(input);
  await withTransaction(db, async (tx) => {
    const source = await lockSource(tx, scope, sourceId);
    const all = await tx.sourceContract.findMany({ where: { sourceId, type }, select: { version: true, state: true } });
    const row = all.find((one) => one.version === version);
    if (!row) throw notFound('This version');
    const refusal = contractRefusal(state, row, all);
    if (refusal) throw conflict(refusal);
    const now = ctx.clock.now();
    const { count } = await tx.sourceContract.updateMany({
      where: { sourceId, type, version, state: row.state },
      data: { state, retiredAt: state === 'retired' ? now : null },
    });
    if (!count) throw conflict('Somebody changed this contract in the meantime. Look again.');
    await emitAudit(tx, ctx, {
      action: state === 'active' ? 'contract.resumed' : 'contract.retired',
      entityId: `${sourceId}/${type} v${version}`,
      meaning:
        state === 'active'
          ? `${source.name} may send ${type} again, under version ${version} of its contract.`
          : `${source.name} may no longer send ${type}.`,
      before: { state: row.state },
      after: { state },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: `contract-${state}`, ids: [sourceId], region: '*' }]);
  });
}
