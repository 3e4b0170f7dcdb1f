import { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { sha256 } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import { conflict, forbidden } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';

const connectInput = z.object({
  name: z.string().trim().min(1).max(120),
  system: z.string().trim().min(1).max(60),
  key: z.string().min(12).max(200),
  mayReplay: z.boolean(),
});

/**
 * Connects a sender of signals under a name and a key, of which only the SHA-256 is kept. The same name with the same key again
 * changes nothing.
 * @returns the id of the source.
 * @throws DomainError `forbidden` for anyone but the tower itself, `conflict` when the name or the key is taken.
 */
export async function connectSource(db: Database, ctx: Context, input: z.input<typeof connectInput>): Promise<string> {
  if (ctx.actor.kind !== 'system') throw forbidden('Sources are connected at the start of the tower.');
  const { name, system, key, mayReplay } = connectInput.parse(input);
  const keyHash = Uint8Array.from(sha256(Buffer.from(key, 'utf8')));
  return withTransaction(db, async (tx) => {
    // Two processes that start at once: the second waits here and then finds the row.
    await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('holdpoint.sources'))`);
    const taken = await tx.source.findFirst({ where: { OR: [{ name }, { keyHash }] } });
    if (taken) {
      if (taken.name === name && Buffer.from(taken.keyHash).equals(Buffer.from(keyHash))) return taken.id;
      throw conflict(
        taken.name === name ? `A source named ${name} is connected with another key.` : 'This key is in use.',
      );
    }
    const id = newId();
    const now = ctx.clock.now();
    await tx.source.create({ data: { id, name, system, keyHash, mayReplay, createdAt: now } });
    await emitAudit(tx, ctx, {
      action: 'source.connected',
      entityId: id,
      meaning: `The source ${name} was connected.`,
      after: { name, system, mayReplay, keyHash: Buffer.from(keyHash).toString('hex') },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'connected', ids: [id], region: '*' }]);
    return id;
  });
}
