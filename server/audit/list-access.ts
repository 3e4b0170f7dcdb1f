import { z } from 'zod';
import { findNames } from '../auth/find-names.ts';
import { regionScope, requireRight } from '../auth/rights.ts';
import type { Context } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import type { AuditEntry } from '../db/generated/client.ts';
import { viewOfEntry } from './rules.ts';
import type { AccessEntry, accessListSchema } from './schema.ts';

const PAGE = 50;

const FIND = `
  SELECT e.id, d.title
  FROM audit_entry e LEFT JOIN disruption d ON d.id = e.disruption_id
  WHERE e.entity IN ('act', 'user') AND ($1::bigint IS NULL OR e.seq < $1)
    AND ($2::text[] IS NULL OR d.region = ANY($2))
    AND ($3::text IS NULL OR convert_from(e.bytes, 'UTF8')::json->>'meaning' ILIKE $3 OR d.title ILIKE $3
         OR e.actor_id = ANY($4::text[]) OR e.entity_id = ANY($4::text[])
         OR convert_from(e.bytes, 'UTF8')::json#>>'{after,by,id}' = ANY($4::text[]))
  ORDER BY e.seq DESC LIMIT ${PAGE + 1}`;

/**
 * Sign-ins, sign-outs and refused acts, newest first. Found by words of what happened, of the case, and of who it was. Whoever
 * reads some regions reads what was refused about cases there.
 * @param input `before` is the seq to continue before.
 * @throws DomainError `forbidden`.
 */
export async function listAccess(
  db: Database,
  ctx: Context,
  input: { search?: string | undefined; before?: string | undefined },
): Promise<z.infer<typeof accessListSchema>> {
  const { regions } = regionScope(requireRight(ctx.actor, 'audit.read'));
  const contains = input.search ? `%${input.search.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
  const { rows } = await db.pool.query<{ id: string; title: string | null }>(FIND, [
    /^\d{1,18}$/.test(input.before ?? '') ? input.before : null,
    regions,
    contains,
    contains ? await peopleLike(db, contains) : [],
  ]);
  const page = rows.slice(0, PAGE);
  const entries = await db.prisma.auditEntry.findMany({
    where: { id: { in: page.map(({ id }) => id) } },
    orderBy: { seq: 'desc' },
  });
  const titles = new Map(page.map(({ id, title }) => [id, title]));
  const told = entries.map((entry) => ({ entry, who: whoOf(entry) }));
  const ids = told.map(({ who }) => who.id);
  const [names, sources] = await Promise.all([
    findNames(db.prisma, ids),
    db.prisma.source.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  ]);
  const called = new Map([...names, ...sources.map(({ id, name }) => [id, name] as const)]);
  return {
    entries: told.map(({ entry, who }) => viewOf(entry, { ...who, name: called.get(who.id) ?? who.id }, titles)),
    nextBefore: rows.length > PAGE ? (entries.at(-1)?.seq.toString() ?? null) : null,
  };
}

async function peopleLike(db: Database, contains: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    'SELECT id FROM "user" WHERE name ILIKE $1 UNION ALL SELECT id FROM source WHERE name ILIKE $1 LIMIT 500',
    [contains],
  );
  return rows.map(({ id }) => id);
}

const bySchema = z.object({ by: z.object({ kind: z.string(), id: z.string() }) });

/** Whom an entry is about: who acted, the account where the tower noted it, whoever counted refusals were of. */
function whoOf(entry: AuditEntry): Omit<AccessEntry['who'], 'name'> {
  const { actor, after } = viewOfEntry(entry);
  if (actor.kind !== 'system') return { id: actor.id, kind: actor.kind, roles: actor.roles };
  const by = bySchema.safeParse(after).data?.by;
  return { ...(by ?? { id: entry.entityId, kind: 'person' }), roles: [] };
}

function viewOf(entry: AuditEntry, who: AccessEntry['who'], titles: ReadonlyMap<string, string | null>): AccessEntry {
  const { seq, id, at, action, meaning, sound } = viewOfEntry(entry);
  const title = titles.get(entry.id);
  const about = entry.disruptionId && title ? { disruptionId: entry.disruptionId, title } : null;
  return { seq, id, at, action, meaning, sound, who, about };
}
