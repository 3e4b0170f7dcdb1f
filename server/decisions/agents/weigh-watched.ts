import { usd } from '../../core/words.ts';
import type { Alternative, AlternativeKey, ChosenSaga, Sum } from '../proposals/schema.ts';

const NOTHING_TO_UNDO: Alternative['reversible'] = {
  kind: 'nothing-to-undo',
  untilHours: null,
  feeUsd: 0,
  words: 'Nothing is done, so nothing needs undoing.',
};

/** An alternative about a thing or a stock: no arrival, no order lines, nothing that a person could set otherwise. */
export type Weighing = {
  key: AlternativeKey;
  title: string;
  costUsd: number;
  /** What it does for the goods, in a few words. */
  effect: string;
  /** Chance that the value at risk is lost, 0 to 1. */
  loss: number;
  riskLeftUsd: number | null;
  reversible?: Alternative['reversible'];
  saga: ChosenSaga | null;
  sums: Sum[];
  unavailable: string | null;
};

/** Fills in what alternatives without an arrival have in common. */
export const weighWatched = ({ effect, loss, reversible, ...weighing }: Weighing): Alternative => ({
  ...weighing,
  arrival: null,
  service: { linesInTime: 0, lines: 0, words: effect },
  missProbability: Math.min(1, Math.max(0, loss)),
  reversible: reversible ?? NOTHING_TO_UNDO,
  switchesSupplier: false,
  parameters: { quantity: null, mode: null, date: null, supplier: null },
});

/** What an alternative comes to: what is spent and what stays at risk; where nobody knows the value, the chance alone. */
export const weightOf = ({ costUsd, riskLeftUsd, missProbability }: Alternative): number =>
  riskLeftUsd === null ? missProbability : costUsd + riskLeftUsd;

/** The available alternative that comes to least; a tie goes to the one listed first, which is doing nothing. */
export function chooseLeast(alternatives: readonly Alternative[]): AlternativeKey {
  const [first, ...rest] = alternatives.filter(({ unavailable }) => unavailable === null);
  if (!first) return 'wait';
  return rest.reduce((least, next) => (weightOf(next) < weightOf(least) ? next : least), first).key;
}

/** Why the chosen one and not another: cost and what stays at risk, or why it cannot be had. */
export function versusWords(chosen: Alternative, other: Alternative): string {
  if (other.unavailable) return `“${other.title}” is not possible: ${other.unavailable}`;
  const parts: string[] = [];
  const cost = Math.round((other.costUsd - chosen.costUsd) * 100) / 100;
  if (cost !== 0) parts.push(`costs ${usd(Math.abs(cost))} ${cost > 0 ? 'more' : 'less'}`);
  if (other.riskLeftUsd !== null && chosen.riskLeftUsd !== null) {
    const risk = Math.round(other.riskLeftUsd - chosen.riskLeftUsd);
    if (risk !== 0) parts.push(`leaves ${usd(Math.abs(risk))} ${risk > 0 ? 'more' : 'less'} at risk`);
  }
  const told = parts.length ? parts.join(' and ') : 'costs the same';
  return `“${other.title}” ${told}: ${lower(other.service.words)}`;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
