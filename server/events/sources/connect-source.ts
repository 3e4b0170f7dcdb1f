import { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { sha256 } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import { conflict, forbidden } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { CONTRACTS } from '../contracts/index.ts';
import type { SlaProperty } from '../odcs/schema.ts';
import { releaseStandard } from './release-standard.ts';
import { grantWords } from './rules.ts';
import { keyScopeSchema } from './schema.ts';

const connectInput = z.object({
  name: z.string().trim().min(1).max(120),
  system: z.string().trim().min(1).max(60),
  key: z.string().min(12).max(200),
  mayReplay: z.boolean(),
  /** What it may send; every type that the code knows where not told. */
  types: z.array(z.string()).optional(),
  /** What its key is for, and where it may read. */
  scopes: z.array(keyScopeSchema).min(1).default(['send']),
  regions: z.array(z.string()).default([]),
  /** What its contracts promise to begin with. */
  sla: z.custom<SlaProperty[]>().optional(),
});

/** Every type that the code knows, each once. */
const ALL_TYPES = [...new Set(CONTRACTS.map(({ type }) => type))];

/**
 * Connects a sender of signals under a name and a key, of which only the SHA-256 is kept, with the standard contract for every
 * type that the code knows, or for those it is to send. The same name with the same key again adds the contracts of types that are new, and nothing else.
 * @returns the id of the source.
 * @throws DomainError `forbidden` for anyone but the tower itself, `conflict` when the name or the key is taken.
 */
export async function connectSource(db: Database, ctx: Context, input: z.input<typeof connectInput>): Promise<string> {
  if (ctx.actor.kind !== 'system') throw forbidden('Only the tower connects a source under a key it is given.');
  const { name, system, key, mayReplay, types = ALL_TYPES, sla = [], scopes, regions } = connectInput.parse(input);
  const keyHash = Uint8Array.from(sha256(Buffer.from(key, 'utf8')));
  return withTransaction(db, async (tx) => {
    // Two processes that start at once: the second waits here and then finds the row.
    await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('holdpoint.sources'))`);
    const now = ctx.clock.now();
    const taken = await tx.source.findUnique({ where: { name } });
    const held = await tx.sourceKey.findUnique({ where: { keyHash } });
    if (taken) {
      if (held?.sourceId !== taken.id) throw conflict(`A source named ${name} is connected with another key.`);
      const added = await releaseStandard(tx, ctx, taken, types, sla);
      if (added)
        await appendFeed(tx, now, [{ area: 'sources', kind: 'contract-released', ids: [taken.id], region: '*' }]);
      return taken.id;
    }
    if (held) throw conflict('This key is in use.');
    const id = newId();
    await tx.source.create({ data: { id, name, system, mayReplay, createdAt: now } });
    await tx.sourceKey.create({
      data: {
        id: newId(),
        sourceId: id,
        keyHash,
        hint: key.slice(-4),
        scopes,
        regions,
        createdAt: now,
        createdBy: 'the tower',
      },
    });
    await releaseStandard(tx, ctx, { id, name, system }, types, sla);
    await emitAudit(tx, ctx, {
      action: 'source.connected',
      entityId: id,
      meaning: `The source ${name} was connected; its key may ${grantWords(scopes, regions)}.`,
      after: { name, system, mayReplay, scopes, regions, keyHash: Buffer.from(keyHash).toString('hex') },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'connected', ids: [id], region: '*' }]);
    return id;
  });
}
