import type { FeedArea } from '../../server/realtime/frames.ts';

/**
 * Which parts of the router a changed area makes old: tRPC paths, each a prefix of query keys.
 * A signal moves no case by itself; when it does, a frame of `disruptions` follows.
 */
const STALE_BY_AREA: Record<FeedArea, readonly (readonly string[])[]> = {
  signals: [['sources'], ['signals'], ['network']],
  sources: [
    ['sources'],
    ['imports'],
    ['quarantine'],
    ['signals', 'acceptance'],
    ['signals', 'undecided'],
    ['signals', 'read'],
  ],
  disruptions: [['disruptions'], ['sources', 'quality'], ['lineage']],
  proposals: [['disruptions'], ['proposals'], ['lineage']],
  decisions: [['disruptions'], ['actions'], ['audit'], ['policies'], ['lineage']],
  actions: [['actions'], ['disruptions'], ['audit'], ['lineage']],
  audit: [['audit']],
  policies: [['policies'], ['disruptions']],
  noise: [['noise']],
  models: [['agents'], ['disruptions']],
};

/** Every area there is. frames.ts lists them too, but its schemas would carry zod into every page. */
export const ALL_AREAS = Object.keys(STALE_BY_AREA) as FeedArea[];

/** The query-key prefixes to invalidate for a set of changed areas, each once, broader ones in place of narrower. */
export function staleKeys(areas: Iterable<FeedArea>): string[][] {
  const paths = [...areas].flatMap((area) => STALE_BY_AREA[area] ?? []);
  const unique = [...new Map(paths.map((path) => [path.join('.'), [...path]])).values()];
  return unique.filter(
    (path) =>
      !unique.some(
        (other) => other !== path && other.length < path.length && other.every((part, i) => part === path[i]),
      ),
  );
}
