import type { SourceView } from '../../server/events/sources/schema.ts';
import { formatDuration } from '../ui/format.ts';

export type Tone = 'quiet' | 'ok' | 'attention' | 'danger';
type Said = { words: string; tone: Tone };
type Standing = SourceView['standings'][number];

/** Standings by type, without that of the source as a whole. */
const typesOf = ({ standings }: SourceView): Standing[] => standings.filter(({ type }) => type !== '*');

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

/** "12 a minute", "0.4 a minute"; null where nothing came. */
export function rateWords(perMinute: number): string | null {
  if (perMinute <= 0) return null;
  const figure = perMinute >= 10 ? Math.round(perMinute) : Math.round(perMinute * 10) / 10;
  return `${figure} a minute`;
}

/** Mean lag over all types, weighed by how much came; null where nothing did. */
export function lagOf(source: SourceView): number | null {
  const heard = typesOf(source).filter(({ lagMs, perMinute }) => lagMs !== null && perMinute > 0);
  const total = heard.reduce((sum, { perMinute }) => sum + perMinute, 0);
  if (total === 0) return null;
  return heard.reduce((sum, { lagMs, perMinute }) => sum + (lagMs ?? 0) * perMinute, 0) / total;
}

/** "0.4 s", "12 min" */
export const lagWords = (milliseconds: number): string =>
  milliseconds < 10_000 ? `${(milliseconds / 1_000).toFixed(1)} s` : formatDuration(milliseconds);

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

/** "84 % left", "spent" */
export const budgetWords = (left: number): string => (left > 0 ? `${Math.floor(left * 100)} % left` : 'spent');
