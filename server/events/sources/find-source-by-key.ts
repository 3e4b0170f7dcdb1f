import { sha256 } from '../../core/canonical.ts';
import { KEY_SCOPES, type KeyScope, type SourceActor } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';

export type KnownSource = { actor: SourceActor; active: boolean };

/** The scopes of a stored key. What a later release may have written there opens nothing here. */
export const scopesOf = (stored: readonly string[]): KeyScope[] => KEY_SCOPES.filter((scope) => stored.includes(scope));

/**
 * The source that holds a key which works now, with what the key is for, or null. Looked up by the key's SHA-256, so the time
 * taken says nothing about other keys and the store never holds one.
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
  if (!row) return null;
  const { id, name, mayReplay, active } = row;
  const { scopes, regions, sendRegions } = held;
  return { actor: { kind: 'source', id, name, mayReplay, scopes: scopesOf(scopes), regions, sendRegions }, active };
}
