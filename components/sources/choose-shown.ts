import type { SourceView } from '../../server/events/sources/schema.ts';
import { typesOf } from './describe-standing.ts';

/** The type that tells how far the time of a stream has come. It comes most often and says least. */
const CLOCK = 'clock.advanced';

/**
 * The signal type of a source that is most in need of a look: one with an open alert or a spent budget, else the one with the
 * least budget left, else the one that is sent most. Null where nothing was heard.
 */
export function chooseShown(source: Pick<SourceView, 'standings' | 'alerts'>): string | null {
  const alerting = new Set(source.alerts.filter(({ closedAt }) => closedAt === null).map(({ type }) => type));
  const needs = typesOf(source).map(({ type, budgetLeft, spentSince, perMinute, lastAt }) => ({
    type,
    order: [
      alerting.has(type) || spentSince !== null ? 0 : 1,
      budgetLeft ?? 2,
      type === CLOCK ? 1 : 0,
      -perMinute,
      lastAt === null ? 0 : -Date.parse(lastAt),
    ],
  }));
  needs.sort((a, b) => compare(a.order, b.order) || (a.type < b.type ? -1 : 1));
  return needs[0]?.type ?? null;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((one, n) => one !== b[n]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}
