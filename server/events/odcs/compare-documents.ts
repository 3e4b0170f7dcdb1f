import type { OdcsDocument } from './schema.ts';

/** One difference between two documents: a path a person can read, and what stood and stands there as text. */
export type Change = { path: string; before: string | null; after: string | null };

/** The members by which entries of a list are told apart, so that a change of order is none. */
const NAMES = ['name', 'property', 'metric', 'channel', 'username', 'server', 'role', 'url'] as const;

function nameOf(entry: unknown): string | null {
  if (entry === null || typeof entry !== 'object') return null;
  const found = NAMES.find((name) => typeof (entry as Record<string, unknown>)[name] === 'string');
  return found ? String((entry as Record<string, unknown>)[found]) : null;
}

function flatten(value: unknown, path: string, into: Map<string, string>): void {
  if (Array.isArray(value)) {
    const names = value.map(nameOf);
    const told = names.every((name) => name !== null) && new Set(names).size === names.length;
    // Lists of plain values read best as one line.
    if (value.every((entry) => entry === null || typeof entry !== 'object'))
      into.set(path, value.map(String).join(', '));
    else {
      for (const [place, entry] of value.entries()) flatten(entry, `${path}[${told ? names[place] : place + 1}]`, into);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) flatten(member, path ? `${path}.${key}` : key, into);
  } else if (value !== undefined) into.set(path, String(value));
}

/** What differs between two versions of a contract, in the order of the newer one, then what fell away. */
export function compareDocuments(before: OdcsDocument, after: OdcsDocument): Change[] {
  const [was, is] = [new Map<string, string>(), new Map<string, string>()];
  flatten(before, '', was);
  flatten(after, '', is);
  const paths = [...is.keys(), ...[...was.keys()].filter((path) => !is.has(path))];
  return paths
    .filter((path) => was.get(path) !== is.get(path))
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }));
}
