import { emitAudit } from '../../audit/emit.ts';
import { canonicalBytes } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { Contract } from './define-contract.ts';
import { CONTRACTS, contractJsonSchema } from './rules.ts';

/**
 * Stores each contract version that the store does not have yet. Run at every start.
 * @throws Error when a released version differs from the code: released contracts never change, so the start must stop.
 */
export async function releaseContracts(
  db: Database,
  ctx: Context,
  contracts: readonly Contract[] = CONTRACTS,
): Promise<void> {
  await withTransaction(db, async (tx) => {
    // Two processes that start at once must not both release: the second waits here and then finds the rows.
    await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('holdpoint.contracts'))`);
    const stored = await tx.contract.findMany();
    for (const contract of contracts) {
      const jsonSchema = contractJsonSchema(contract);
      const before = stored.find((row) => row.type === contract.type && row.version === contract.version);
      if (before) {
        if (same(before, { ...contract, jsonSchema })) continue;
        throw new Error(
          `The contract ${contract.type} v${contract.version} was released on ${before.releasedAt.toISOString()} and differs from this build. ` +
            'A released contract never changes: add a new version beside it.',
        );
      }
      const at = ctx.clock.now();
      const { type, version, meaning, owner } = contract;
      await tx.contract.create({
        data: { type, version, meaning, owner, jsonSchema: jsonSchema as Prisma.InputJsonObject, releasedAt: at },
      });
      await emitAudit(tx, ctx, {
        action: 'contract.released',
        entityId: `${type} v${version}`,
        meaning: `The contract ${type} v${version} was released: ${meaning}`,
        after: { type, version, meaning, owner, jsonSchema },
      });
      await appendFeed(tx, at, [
        { area: 'sources', kind: 'contract-released', ids: [`${type} v${version}`], region: '*' },
      ]);
    }
  });
}

type Released = { jsonSchema: unknown; meaning: string; owner: string };
const same = (left: Released, right: Released): boolean => bytesOf(left).equals(bytesOf(right));
const bytesOf = ({ jsonSchema, meaning, owner }: Released) => canonicalBytes({ jsonSchema, meaning, owner });
