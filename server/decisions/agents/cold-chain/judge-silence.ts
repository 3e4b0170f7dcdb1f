import { MINUTE } from '../../../core/clock.ts';
import type { ColdChainFacts, Heard } from './schema.ts';

/** What is known of the measuring itself: the reading that the evidence rests on, its age in minutes, and whether that is too old. */
export type Silence = { heard: Heard; minutes: number; silent: boolean };

/**
 * The reading that an open excursion rests on: of the devices that count as outside the one heard of longest ago, because each of
 * them keeps it open; with none outside the newest of all. Null for a case that was written before devices were followed.
 */
export function findEvidence({ heard }: Pick<ColdChainFacts, 'heard'>): Heard | null {
  const byTime = [...(heard ?? [])].sort((a, b) => (a.at < b.at ? -1 : 1));
  return byTime.find(({ outside }) => outside) ?? byTime.at(-1) ?? null;
}

/** When an excursion counts as no longer measured unless something is heard; null when that is not known. */
export function silentFrom(facts: Pick<ColdChainFacts, 'heard' | 'silentMinutes'>): Date | null {
  const evidence = findEvidence(facts);
  if (!evidence || facts.silentMinutes === undefined) return null;
  return new Date(Date.parse(evidence.at) + facts.silentMinutes * MINUTE);
}

/**
 * How old the evidence of an excursion that lasts is at an instant of world time. Silence closes nothing: what is not measured
 * is not known, and goods are not safe because nobody looks. Pure.
 */
export function judgeSilence(facts: ColdChainFacts, worldAt: Date): Silence | null {
  const heard = findEvidence(facts);
  const from = silentFrom(facts);
  if (!heard || !from || facts.endedAt) return null;
  return { heard, minutes: Math.max(0, (worldAt.getTime() - Date.parse(heard.at)) / MINUTE), silent: worldAt >= from };
}
