import { MINUTE } from '../../../core/clock.ts';
import { WEIGH_STEPS } from './constants.ts';
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

/**
 * How long goods were outside, in minutes: what was measured, and at most. They differ by what nobody measured since a device that
 * was outside fell silent; that time counts as outside, because the last reading was.
 */
export type Exposure = { measured: number; most: number };

/** The time outside of an excursion at an instant of world time. Only a silence that the case has told of counts. Pure. */
export function judgeExposure(facts: ColdChainFacts, worldAt: Date): Exposure {
  const { outsideMinutes: minutes, endedAt, silentSince, heard = [] } = facts;
  const evidence = findEvidence(facts);
  if (endedAt || silentSince === undefined || !evidence?.outside) return { measured: minutes, most: minutes };
  const newest = Math.max(...heard.map(({ at }) => Date.parse(at)));
  // Other devices may have been read since: until the newest of them the silent one is in the figure already.
  const assumed = (newest - Date.parse(evidence.at)) / MINUTE;
  const since = Math.max(0, (worldAt.getTime() - newest) / MINUTE);
  return { measured: Math.max(0, minutes - assumed), most: minutes + since };
}

/** How many steps of its allowed time an exposure has passed: with each one more the agent is asked again. */
export const stepOf = (minutes: number, { allowedMinutes }: Pick<ColdChainFacts, 'allowedMinutes'>): number =>
  Math.min(WEIGH_STEPS, Math.floor((minutes / allowedMinutes) * WEIGH_STEPS + 1e-9));

/** When the time that nobody measures will have passed the next step of the allowed time; null when nothing counts so. */
export function weighFrom(facts: ColdChainFacts, worldAt: Date): Date | null {
  if (facts.silentSince === undefined || facts.endedAt || !findEvidence(facts)?.outside) return null;
  const { most } = judgeExposure(facts, worldAt);
  const step = stepOf(most, facts);
  if (step >= WEIGH_STEPS) return null;
  return new Date(worldAt.getTime() + Math.ceil((((step + 1) * facts.allowedMinutes) / WEIGH_STEPS - most) * MINUTE));
}
