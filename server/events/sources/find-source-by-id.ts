import type { Database } from '../../db/client.ts';
import type { KnownSource } from './find-source-by-key.ts';

/**
 * The source of an id, which may send and no more, or null: for a way in that has settled by itself who is speaking, such as the
 * subjects of a broker.
 */
export async function findSourceById(db: Database, id: string): Promise<KnownSource | null> {
  const row = await db.prisma.source.findUnique({ where: { id } });
  if (!row) return null;
  const { name, mayReplay, active } = row;
  return { actor: { kind: 'source', id, name, mayReplay, scopes: ['send'], regions: [], sendRegions: ['*'] }, active };
}
