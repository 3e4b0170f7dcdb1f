import type { SourceView } from '../../server/events/sources/schema.ts';

/**
 * Where everything a source sent went, and what people sent again of it out of the quarantine. Whatever came in was accepted,
 * known already, quarantined or rejected; what was sent is counted apart, so that the sum can fail.
 * @returns the parts in reading order, and how many signals they leave unaccounted for (0 when the sum holds)
 */
export function readAccount({ sent, replayed, accepted, duplicates, quarantined, rejected }: SourceView['counts']) {
  const parts = [
    { word: 'accepted', count: accepted },
    { word: 'duplicates', count: duplicates },
    { word: 'quarantined', count: quarantined },
    { word: 'rejected', count: rejected },
  ];
  return { parts, missing: sent + replayed - parts.reduce((sum, { count }) => sum + count, 0) };
}
