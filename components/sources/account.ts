import type { SourceView } from '../../server/events/sources/schema.ts';

/**
 * Where everything a source sent went. Whatever was sent was accepted, known already, quarantined or rejected.
 * @returns the parts in reading order, and how many signals they leave unaccounted for (0 when the sum holds)
 */
export function readAccount({ sent, accepted, duplicates, quarantined, rejected }: SourceView['counts']) {
  const parts = [
    { word: 'accepted', count: accepted },
    { word: 'duplicates', count: duplicates },
    { word: 'quarantined', count: quarantined },
    { word: 'rejected', count: rejected },
  ];
  return { parts, missing: sent - parts.reduce((sum, { count }) => sum + count, 0) };
}
