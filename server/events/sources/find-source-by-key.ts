import { sha256 } from '../../core/canonical.ts';
import type { Actor } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';

export type KnownSource = { actor: Extract<Actor, { kind: 'source' }>; active: boolean };

/**
 * The source that holds a key which works now, or null. Looked up by the key's SHA-256, so the time taken says nothing about
 * other keys and the store never holds one.
 * @param now wall time, up to which a key that another took the place of may work.
 */
export async function findSourceByKey(db: Database, key: string, now: Date): Promise<KnownSource | null> {
  const held = await db.prisma.sourceKey.findUnique({
    where: {
      keyHash: Uint8Array.from(sha256(Buffer.from(key, 'utf8'))),
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
  });
  const row = held && (await db.prisma.source.findUnique({ where: { id: held.sourceId } }));
  return row && { actor: { kind: 'source', id: row.id, name: row.name, mayReplay: row.mayReplay }, active: row.active };
}
