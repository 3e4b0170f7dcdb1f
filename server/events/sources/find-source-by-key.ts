import { sha256 } from '../../core/canonical.ts';
import type { Actor } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';

export type KnownSource = { actor: Extract<Actor, { kind: 'source' }>; active: boolean };

/**
 * The source that holds a key, or null. Looked up by the key's SHA-256, so the time taken says nothing about other keys and
 * the store never holds one.
 */
export async function findSourceByKey(db: Database, key: string): Promise<KnownSource | null> {
  const row = await db.prisma.source.findUnique({
    where: { keyHash: Uint8Array.from(sha256(Buffer.from(key, 'utf8'))) },
  });
  return row && { actor: { kind: 'source', id: row.id, name: row.name, mayReplay: row.mayReplay }, active: row.active };
}
