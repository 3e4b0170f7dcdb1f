import type { Tx } from '../db/transaction.ts';

/** Present names of people by their ids. */
export type Names = ReadonlyMap<string, string>;

/** The present names of some people, in one query. Ids of nobody known are left out. */
export async function findNames(tx: Pick<Tx, 'user'>, ids: readonly (string | null)[]): Promise<Names> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  if (!wanted.length) return new Map();
  const rows = await tx.user.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** How a stored person is called: by name when known, else as stored, which is an id, or the name that earlier releases stored. */
export const nameOf = (names: Names, stored: string): string => names.get(stored) ?? stored;

/** Who stands behind a decision as stored: `{ id, roles }`, in rows of earlier releases `{ id, name }`. */
type StoredActor = { id?: unknown; name?: unknown };
const storedActors = (actors: unknown): StoredActor[] => (Array.isArray(actors) ? actors : []);

/** Ids to find names by of those who stand behind some decisions. */
export const actorIds = (decisions: readonly { actors: unknown }[]): string[] =>
  decisions.flatMap(({ actors }) => storedActors(actors).map(({ id }) => String(id)));

/** Who stands behind a decision, each by the present name; a policy by its version, somebody unknown by id. */
export function actorsOf(
  { actors, policyVersion }: { actors: unknown; policyVersion: number },
  names: Names,
): { id: string; name: string }[] {
  return storedActors(actors).map(({ id, name }) => {
    const known = names.get(String(id)) ?? (typeof name === 'string' ? name : null);
    return { id: String(id), name: known ?? (id === 'policy' ? `Policy ${policyVersion}` : String(id)) };
  });
}
