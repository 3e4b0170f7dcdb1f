import { EPCIS_CONTEXT, MAX_CONTEXT_BYTES } from './constants.ts';

/**
 * The part of a document's JSON-LD context that an event needs to be understood alone: what its prefixes mean, and contexts of
 * others. Prefixes it does not use are left out, so that the same event is the same in another document.
 * @returns the entries, or in words why they cannot be kept.
 */
export function contextFor(event: unknown, context: unknown): unknown[] | string {
  const entries = Array.isArray(context) ? context : context === undefined ? [] : [context];
  const maps = entries.filter(isObject);
  const prefixes = maps.length ? prefixesOf(event) : new Set<string>();
  const kept = entries.flatMap((entry): unknown[] => {
    if (typeof entry === 'string') return EPCIS_CONTEXT.test(entry) ? [] : [entry];
    if (!isObject(entry)) return [];
    const used = Object.entries(entry).filter(([term]) => term.startsWith('@') || prefixes.has(prefixOf(term)));
    return used.length ? [Object.fromEntries(used)] : [];
  });
  if (kept.length > 50 || Buffer.byteLength(JSON.stringify(kept)) > MAX_CONTEXT_BYTES)
    return `The JSON-LD context that it uses is over ${MAX_CONTEXT_BYTES / 1024} kB; name it by its address.`;
  return kept;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const prefixOf = (term: string): string => {
  const colon = term.indexOf(':');
  return colon < 0 ? term : term.slice(0, colon);
};

/** What stands before the colon of each member and each text. The depth of an event is bounded where it is inspected. */
function prefixesOf(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(prefixOf(value));
  else if (Array.isArray(value)) for (const inner of value) prefixesOf(inner, found);
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      found.add(prefixOf(key));
      prefixesOf(inner, found);
    }
  }
  return found;
}
