import type { Database } from '../db/client.ts';

const people = new Map<string, { name: string; email: string }>();

/** Has this person's name and e-mail looked for in the audit log of every suite that meets them. */
export const knowPerson = (person: { id: string; name: string; email: string }): void => {
  people.set(person.id, { name: person.name, email: person.email });
};

/** What a person typed is payload and may name anybody. */
const TYPED = new Set(['note', 'reason', 'text', 'why']);

/** Kinds of audit entries whose bytes hold the name or e-mail of anybody known, with whom they name; empty as it should be. */
export async function namesInAudit(db: Database): Promise<string[]> {
  const users = await db.prisma.user.findMany({ select: { name: true, email: true } });
  // A name of one or two letters stands in any text.
  const known = [...people.values(), ...users].flatMap(({ name, email }) => [name, email]).filter((word) => word[2]);
  if (!known.length) return [];
  const escaped = [...new Set(known)].map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const name = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'u');
  const entries = await db.prisma.auditEntry.findMany({ select: { action: true, bytes: true } });
  const texts = entries.flatMap(({ action, bytes }) => {
    const entry: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'), (key, value: unknown) =>
      TYPED.has(key) ? undefined : value,
    );
    const found = name.exec(JSON.stringify(entry))?.[0];
    return found ? [`${action} names ${found}`] : [];
  });
  return [...new Set(texts)];
}
