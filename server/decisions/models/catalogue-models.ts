import { emitAudit } from '../../audit/emit.ts';
import { canonicalBytes } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { MODELS } from './constants.ts';
import type { ModelEntry } from './schema.ts';

/** What the catalogue says of a version for ever. Who uses it is the build's to know. */
export const describeModel = ({
  name,
  version,
  kind,
  purpose,
  trainingData,
  measure,
  limits,
  risk,
  owner,
}: Described) => ({
  name,
  version,
  kind,
  purpose,
  trainingData,
  measure,
  limits,
  risk,
  owner,
});
type Described = Omit<ModelEntry, 'usedBy' | 'kind'> & { kind: string };

/**
 * Lists each model version of this build that the catalogue does not have yet. Run at every start; the status of one that is
 * there is left as people have set it.
 * @throws Error when an entry differs from the build: an entry of a version never changes, so the start must stop.
 */
export async function catalogueModels(
  db: Database,
  ctx: Context,
  models: readonly ModelEntry[] = MODELS,
): Promise<void> {
  await withTransaction(db, async (tx) => {
    await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('holdpoint.models'))`);
    const stored = await tx.catalogueModel.findMany();
    for (const model of models) {
      const { name, version } = model;
      const before = stored.find((row) => row.name === name && row.version === version);
      if (before) {
        if (canonicalBytes(describeModel(before)).equals(canonicalBytes(describeModel(model)))) continue;
        throw new Error(
          `The catalogue entry of ${name} ${version} was added on ${before.addedAt.toISOString()} and differs from this build. ` +
            'An entry of a version never changes: add a new version.',
        );
      }
      const at = ctx.clock.now();
      await tx.catalogueModel.create({
        data: { ...describeModel(model), status: 'listed', statusBy: 'installation', statusAt: at, addedAt: at },
      });
      await emitAudit(tx, ctx, {
        action: 'model.listed',
        entityId: `${name} ${version}`,
        meaning: `The model ${name} ${version} was listed: ${model.purpose}`,
        after: { ...describeModel(model), status: 'listed' },
      });
      await appendFeed(tx, at, [{ area: 'models', kind: 'listed', ids: [`${name} ${version}`], region: '*' }]);
    }
  });
}
