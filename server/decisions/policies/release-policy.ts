import { emitAudit } from '../../audit/emit.ts';
import { sha256 } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { DEFAULT_POLICY_TEXT, FIRST_POLICY_TEXT } from './constants.ts';
import { loadPolicySet } from './evaluate-policy.ts';

/**
 * Stores a policy text as the next version and makes it the active one; the version before it is retired.
 * Only the tower itself releases here: release by people needs a second person and is not offered yet.
 * @returns the new version.
 * @throws DomainError `forbidden` for people, `invalid` when the text does not load.
 */
export async function releasePolicy(
  db: Database,
  ctx: Context,
  input: { text: string; note: string },
): Promise<number> {
  if (ctx.actor.kind !== 'system') throw forbidden('Policies are released by the installation itself.');
  const { id: actorId } = ctx.actor;
  const at = ctx.clock.now();
  return withTransaction(db, async (tx) => {
    // Two releases at once would both read the same highest version.
    await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('policy.release'))`);
    const last = await tx.policy.findFirst({ orderBy: { version: 'desc' }, select: { version: true, text: true } });
    if (last?.text === input.text) return last.version;
    const version = (last?.version ?? 0) + 1;
    const { rules } = loadPolicySet(version, input.text);
    await tx.policy.updateMany({ where: { state: 'active' }, data: { state: 'retired' } });
    const textHash = sha256(Buffer.from(input.text, 'utf8'));
    await tx.policy.create({
      data: {
        version,
        state: 'active',
        text: input.text,
        textHash: new Uint8Array(textHash),
        note: input.note,
        authorId: actorId,
        activatedBy: actorId,
        createdAt: at,
        activatedAt: at,
      },
    });
    await emitAudit(tx, ctx, {
      action: 'policy.released',
      entityId: String(version),
      meaning: `Policy version ${version} with ${rules.size} rules became active: ${input.note}`,
      before: last ? { version: last.version } : null,
      after: { version, textHash: textHash.toString('hex'), rules: [...rules.keys()] },
    });
    await appendFeed(tx, at, [{ area: 'policies', kind: 'released', ids: [String(version)], region: '*' }]);
    return version;
  });
}

/**
 * Gives an installation without policies the default set as version 1, and moves one that still runs an earlier default on to
 * it as its next version. What people wrote is never replaced. Safe to run at every start.
 */
export async function seedPolicy(db: Database, ctx: Context): Promise<void> {
  const active = await db.prisma.policy.findFirst({ where: { state: 'active' }, select: { text: true } });
  if (!active && (await db.prisma.policy.count()) > 0) return;
  if (active && active.text !== FIRST_POLICY_TEXT) return;
  const note = active
    ? 'The default rules, with holds, recounts, freezes, carrier messages and ledger adjustments.'
    : 'The default rules of a new installation.';
  await releasePolicy(db, ctx, { text: DEFAULT_POLICY_TEXT, note });
}
