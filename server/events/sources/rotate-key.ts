import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { issueKey } from './issue-key.ts';
import { lockSource } from './lock-source.ts';
import { mayGrant } from './may-grant.ts';
import { expiryOf, grantWords, isLive } from './rules.ts';
import { type NewKey, rotateKeyInput } from './schema.ts';

/**
 * rotateKey gives a source a new key; those in use for the same go on working until the grace is over.
 * @returns the key, which is never shown again.
 * @throws DomainError `forbidden` for a region that the person does not have, `not_found` for a source outside their regions.
 */
export async function rotateKey(db: Database, ctx: Context, input: z.input<typeof rotateKeyInput>): Promise<NewKey> {
  const person = requireRight(ctx.actor, 'source.manage');
  const { sourceId, graceMinutes, scopes, regions } = rotateKeyInput.parse(input);
  mayGrant(person, regions);
  return withTransaction(db, async (tx) => {
    const source = await lockSource(tx, regionScope(person), sourceId);
    const now = ctx.clock.now();
    // A key for something else is in use by somebody else, and stays.
    const live = (await tx.sourceKey.findMany({ where: { sourceId, scopes: { equals: scopes } } })).filter((key) =>
      isLive(key, now),
    );
    for (const key of live) {
      await tx.sourceKey.update({ where: { id: key.id }, data: { expiresAt: expiryOf(key, now, graceMinutes) } });
    }
    const made = await issueKey(tx, sourceId, { scopes, regions }, person, now);
    await emitAudit(tx, ctx, {
      action: 'source.key-issued',
      entityId: sourceId,
      meaning: `${source.name} was given a new key to ${grantWords(scopes, regions)}; ${live.length ? `the old one works for ${graceMinutes} more minutes` : 'it had none for this that works'}.`,
      after: {
        keyId: made.keyId,
        scopes,
        regions,
        sendRegions: person.regions,
        graceMinutes,
        ending: live.map(({ id }) => id),
      },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'key-issued', ids: [sourceId], region: '*' }]);
    return made;
  });
}
