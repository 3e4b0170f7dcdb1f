import { emitAudit } from '../../audit/emit.ts';
import { canonicalBytes } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { Feature } from './define-feature.ts';
import { FEATURES } from './registry.ts';

/** What of a feature is released: all but its code, whose results a test pins. */
export const descriptionOf = ({ name, version, subject, unit, definition, computedFrom, owner }: Described) => ({
  name,
  version,
  subject,
  unit,
  definition,
  computedFrom,
  owner,
});
type Described = Omit<Feature, 'compute' | 'wordsOf'>;

/**
 * Stores each feature version that the store does not have yet. Run at every start.
 * @throws Error when a released version differs from the code: released features never change, so the start must stop.
 */
export async function releaseFeatures(
  db: Database,
  ctx: Context,
  features: readonly Feature[] = FEATURES,
): Promise<void> {
  await withTransaction(db, async (tx) => {
    // Two processes that start at once must not both release: the second waits here and then finds the rows.
    await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('holdpoint.features'))`);
    const stored = await tx.feature.findMany();
    for (const feature of features) {
      const { name, version } = feature;
      const before = stored.find((row) => row.name === name && row.version === version);
      if (before) {
        if (canonicalBytes(descriptionOf(before)).equals(canonicalBytes(descriptionOf(feature)))) continue;
        throw new Error(
          `The feature ${name} v${version} was released on ${before.releasedAt.toISOString()} and differs from this build. ` +
            'A released feature never changes: add a new version beside it.',
        );
      }
      const at = ctx.clock.now();
      await tx.feature.create({ data: { ...descriptionOf(feature), releasedAt: at } });
      await emitAudit(tx, ctx, {
        action: 'feature.released',
        entityId: `${name} v${version}`,
        meaning: `The feature ${name} v${version} was released: ${feature.definition}`,
        after: descriptionOf(feature),
      });
      await appendFeed(tx, at, [
        { area: 'models', kind: 'feature-released', ids: [`${name} v${version}`], region: '*' },
      ]);
    }
  });
}
