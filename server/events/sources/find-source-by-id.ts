import type { Database } from '../../db/client.ts';
import type { KnownSource } from './find-source-by-key.ts';

/** The source of an id, or null: for a way in that has settled by itself who is speaking, such as the subjects of a broker. */
export async function findSourceById(db: Database, id: string): Promise<KnownSource | null> {
  const row = await db.prisma.source.findUnique({ where: { id } });
  return row && { actor: { kind: 'source', id: row.id, name: row.name, mayReplay: row.mayReplay }, active: row.active };
}
