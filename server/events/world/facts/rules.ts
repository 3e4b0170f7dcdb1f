import type { WorldFact } from './schema.ts';

/** Whether one word of a source replaces another of the same source: by the time that ranks it, then record time, then id. */
function isNewer(
  told: Pick<WorldFact, 'rankAt' | 'toldAt' | 'signalId'>,
  than: Pick<WorldFact, 'rankAt' | 'toldAt' | 'signalId'>,
): boolean {
  const byRank = told.rankAt.getTime() - than.rankAt.getTime();
  if (byRank !== 0) return byRank > 0;
  const byRecord = told.toldAt.getTime() - than.toldAt.getTime();
  if (byRecord !== 0) return byRecord > 0;
  return Buffer.compare(Buffer.from(told.signalId), Buffer.from(than.signalId)) > 0;
}

/** The newest word of each source on each aspect of each thing. One statement may not write a row twice. */
export function newestWords(facts: readonly WorldFact[]): WorldFact[] {
  const newest = new Map<string, WorldFact>();
  for (const fact of facts) {
    const place = JSON.stringify([fact.key, fact.aspect, fact.source]);
    const known = newest.get(place);
    if (!known || isNewer(fact, known)) newest.set(place, fact);
  }
  return [...newest.values()];
}
