import type { SourceView } from '../../server/events/sources/schema.ts';
import { formatCount } from '../ui/format.ts';

export type Tone = 'quiet' | 'ok' | 'attention' | 'danger';
type Said = { words: string; tone: Tone };
type Standing = SourceView['standings'][number];

/** Standings by type, without that of the source as a whole. */
export const typesOf = ({ standings }: Pick<SourceView, 'standings'>): Standing[] =>
  standings.filter(({ type }) => type !== '*');

/** How a source is: switched off, spent, burning, out of bound, never heard, or as agreed. */
export function describeState(source: SourceView): Said {
  if (!source.active) return { words: 'switched off', tone: 'quiet' };
  if (source.standings.some(({ spentSince }) => spentSince !== null)) return { words: 'budget spent', tone: 'danger' };
  if (source.alerts.some(({ closedAt }) => closedAt === null)) return { words: 'budget burning', tone: 'attention' };
  if (source.standings.some(({ within }) => within === false)) return { words: 'out of bound', tone: 'attention' };
  if (source.standings.some(({ within }) => within === true)) return { words: 'as agreed', tone: 'ok' };
  return source.lastSignalAt ? { words: 'sending', tone: 'ok' } : { words: 'not heard yet', tone: 'quiet' };
}

/** Signals a minute over all types, in the last five minutes. */
export const rateOf = (source: SourceView): number =>
  typesOf(source).reduce((sum, { perMinute }) => sum + perMinute, 0);

/** "12 a minute", "0.4 a minute" */
export function rateWords(perMinute: number): string {
  const figure = perMinute >= 10 ? formatCount(Math.round(perMinute)) : `${Math.round(perMinute * 10) / 10}`;
  return `${figure} a minute`;
}

/** Mean lag over all types, weighed by how much came on the wall clock; null where nothing did. */
export function lagOf(source: SourceView): number | null {
  const heard = typesOf(source).map(({ lagMs, perMinute, replayedPerMinute }) => ({
    lagMs: lagMs ?? 0,
    weight: lagMs === null ? 0 : perMinute - replayedPerMinute,
  }));
  const total = heard.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? heard.reduce((sum, { lagMs, weight }) => sum + lagMs * weight, 0) / total : null;
}

/** Minutes within bound over all types; null where none was measured. */
export function freshnessOf(source: SourceView): number | null {
  const measured = typesOf(source).reduce((sum, one) => sum + one.measured, 0);
  return measured ? 1 - typesOf(source).reduce((sum, one) => sum + one.outside, 0) / measured : null;
}

/** What is left of the budget that is spent furthest; null where none is agreed. */
export function budgetOf(source: SourceView): number | null {
  const left = source.standings.flatMap(({ budgetLeft }) => (budgetLeft === null ? [] : [budgetLeft]));
  return left.length ? Math.min(...left) : null;
}

/** "99.2 %": rounded down, so that 100 % means all. */
export const percentWords = (share: number): string => `${Math.floor(share * 1_000) / 10} %`;

/** "0.2 %", "under 0.1 %": a share of which a little is not nothing. */
export function shareWords(share: number): string {
  if (share > 0 && share < 0.001) return 'under 0.1 %';
  return `${Math.round(share * 1_000) / 10} %`;
}

/** What is said of a stream that carries its own time. */
export const REPLAYED = 'A replay: it carries its own time, so how late it comes is not measured.';

/** Why a source, or one of its types, has no lag; it may have some again in a minute. */
export function whyNoLag(standings: readonly Standing[]): string {
  if (standings.length === 0) return 'Nothing has come yet.';
  if (!standings.some(({ timed }) => timed)) return REPLAYED;
  return 'Nothing came on the wall clock in the last five minutes.';
}

/** Why no minute of a source, or of one of its types, was held against a promise. */
export function whyNotJudged(standings: readonly Standing[], promised?: boolean): string {
  if (standings.length === 0) return 'Nothing has come yet.';
  if (!standings.some(({ timed }) => timed)) return REPLAYED;
  if (promised) return 'No whole minute has gone by yet.';
  return promised === false
    ? 'Its contract promises neither freshness nor lag.'
    : 'No contract promises freshness or lag.';
}

/** "84 % left", "spent" */
export const budgetWords = (left: number): string => (left > 0 ? `${Math.floor(left * 100)} % left` : 'spent');
