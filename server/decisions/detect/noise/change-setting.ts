import type { z } from 'zod';
import { emitAudit } from '../../../audit/index.ts';
import { requireEveryRegion } from '../../../auth/rights.ts';
import type { Context } from '../../../core/context.ts';
import { conflict, invalid, notFound } from '../../../core/errors.ts';
import type { Database } from '../../../db/client.ts';
import { appendFeed } from '../../../db/feed.ts';
import { Prisma } from '../../../db/generated/client.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { findSettings } from './queries.ts';
import { changeNoiseInput } from './schema.ts';

/**
 * changeNoise sets how noise is taken out of the signals of one type and measure, as its next version. Readings that come from
 * now on are judged by it; what was raised stays.
 * @throws DomainError `forbidden`, `not_found` for what is not watched, `invalid` for values of another kind, `conflict` when
 * somebody was faster.
 */
export async function changeNoise(
  db: Database,
  ctx: Context,
  input: z.input<typeof changeNoiseInput>,
): Promise<{ version: number }> {
  const person = requireEveryRegion(
    ctx.actor,
    'noise.change',
    'These settings hold for every region, so they are changed by somebody who sees them all.',
  );
  const { type, measure, version, values } = changeNoiseInput.parse(input);
  const at = ctx.clock.now();
  return withTransaction(db, async (tx) => {
    const before = (await findSettings(tx)).find((row) => row.type === type && row.measure === measure);
    if (!before) throw notFound('This setting');
    if (before.values.kind !== values.kind) throw invalid('These values belong to another kind of signal.');
    const faster = conflict('Somebody has changed this setting meanwhile. Look again before you change it.');
    if (before.version !== version) throw faster;
    await tx.noiseSetting
      .create({ data: { type, measure, version: version + 1, values, changedBy: person.id, changedAt: at } })
      .catch((error: unknown) => {
        // Two people who saw the same version: its key holds the next one once.
        if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw faster;
        throw error;
      });
    await emitAudit(tx, ctx, {
      action: 'noise.changed',
      entityId: `${type} ${measure}`.trim(),
      meaning: `The alarm settings of ${type}${measure ? ` (${measure})` : ''} were changed: version ${version + 1}.`,
      before: { version, values: before.values },
      after: { version: version + 1, values },
    });
    await appendFeed(tx, at, [{ area: 'noise', kind: 'changed', ids: [`${type} ${measure}`.trim()], region: '*' }]);
    return { version: version + 1 };
  });
}
