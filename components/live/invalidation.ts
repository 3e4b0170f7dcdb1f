import type { FeedArea } from '../../server/realtime/frames.ts';

/** What a frame says has changed: an area, and of it these ids. */
export type Change = { area: FeedArea; ids: readonly string[] };

/** How often what is old may be asked for anew: milliseconds from one time to the next. The first time is at once. */
export const PACES = { soon: 200, calm: 2_000, seldom: 10_000 } as const;
export type Pace = keyof typeof PACES;

/** Queries that a change makes old: a tRPC path, and the member of their input that the frame must name, where there is one. */
export type Stale = { path: readonly string[]; by?: string };

const of = (path: string, by?: string): Stale => ({ path: path.split('.'), ...(by ? { by } : {}) });
const CASE = ['card', 'timeline', 'lines', 'goods'].map((list) => of(`disruptions.${list}`, 'id'));

/**
 * Which queries a changed area makes old, and how soon that matters. A signal moves no case by itself; when it does, a frame of
 * `disruptions` follows. The lines of the queue are not here: they are asked for by name (use-live-queue.ts).
 */
const STALE_BY_AREA: Record<FeedArea, Partial<Record<Pace, readonly Stale[]>>> = {
  signals: {
    calm: [
      of('signals.list'),
      of('signals.read'),
      of('signals.undecided'),
      of('sources.list'),
      of('sources.read'),
      of('sources.replays'),
      of('network'),
    ],
    seldom: [of('signals.acceptance'), of('signals.choices'), of('sources.health'), of('sources.quality')],
  },
  sources: {
    calm: [of('sources'), of('imports'), of('quarantine'), of('signals.undecided'), of('signals.read')],
    seldom: [of('signals.acceptance'), of('signals.choices')],
  },
  disruptions: {
    soon: CASE,
    calm: [of('disruptions.totals'), of('disruptions.corrections'), of('lineage')],
    seldom: [of('sources.quality')],
  },
  proposals: { soon: [...CASE, of('proposals', 'proposalId')], calm: [of('disruptions.totals'), of('lineage')] },
  decisions: {
    soon: [...CASE, of('audit.trace', 'decisionId')],
    calm: [of('disruptions.totals'), of('actions.list'), of('actions.count'), of('audit.list'), of('lineage')],
    seldom: [of('policies')],
  },
  actions: {
    soon: [
      ...CASE,
      of('actions.read', 'actionId'),
      of('actions.rollbackPlan', 'actionId'),
      of('audit.trace', 'decisionId'),
    ],
    calm: [of('actions.list'), of('actions.count'), of('audit.list'), of('lineage')],
  },
  audit: { calm: [of('audit.list')] },
  policies: { soon: [of('policies'), of('disruptions')] },
  noise: { soon: [of('noise')] },
  retention: { soon: [of('retention')] },
  models: { soon: [of('agents'), of('disruptions')] },
};

/** What changes make old, by how soon: each path once, with the ids that were named, or null where any of it may be old. */
export function staleQueries(changes: Iterable<Change>): Map<Pace, StaleQueries> {
  const byPace = new Map<Pace, StaleQueries>();
  for (const { area, ids } of changes) {
    for (const [pace, list] of Object.entries(STALE_BY_AREA[area] ?? {}) as [Pace, readonly Stale[]][]) {
      const stale = byPace.get(pace) ?? new StaleQueries();
      for (const each of list) stale.add(each, ids);
      byPace.set(pace, stale);
    }
  }
  return byPace;
}

/** A query as its key names it: `[path, { input, type }]`. */
type Key = readonly unknown[];

/** Old queries, found by their keys. */
export class StaleQueries {
  readonly #ids = new Map<string, { stale: Stale; ids: Set<string> }>();

  add(stale: Stale, ids: Iterable<string>): void {
    const key = `${stale.path.join('.')} ${stale.by ?? ''}`;
    const known = this.#ids.get(key) ?? { stale, ids: new Set<string>() };
    for (const id of ids) known.ids.add(id);
    this.#ids.set(key, known);
  }

  /** Takes in what `other` knows. */
  join(other: StaleQueries): void {
    for (const { stale, ids } of other.#ids.values()) this.add(stale, ids);
  }

  /** Whether a query is old. */
  has([path, more]: Key): boolean {
    if (!Array.isArray(path)) return false;
    const input = (more as { input?: Record<string, unknown> } | undefined)?.input;
    return [...this.#ids.values()].some(
      ({ stale, ids }) =>
        stale.path.every((part, n) => part === path[n]) &&
        (!stale.by || input?.[stale.by] === undefined || ids.has(String(input[stale.by]))),
    );
  }
}
