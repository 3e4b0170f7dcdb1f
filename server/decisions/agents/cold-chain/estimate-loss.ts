import { figure, percent } from '../../../core/words.ts';
import type { ColdChainContext, ColdChainFacts } from './schema.ts';

/** Value of the goods in USD; null when the value of any of them, or what is in there at all, is not known. */
export function goodsValue({ goods }: ColdChainFacts): number | null {
  if (!goods.length || goods.some(({ valueUsd }) => valueUsd === null)) return null;
  return Math.round(goods.reduce((sum, { valueUsd }) => sum + (valueUsd ?? 0), 0) * 100) / 100;
}

/** Whether the mean kinetic temperature lies within the band: what degraded the goods is then less than single readings say. */
export const isMeanWithin = ({ band, meanKinetic }: ColdChainFacts): boolean =>
  meanKinetic !== null &&
  (band.low === null || meanKinetic >= band.low) &&
  (band.high === null || meanKinetic <= band.high);

export type Loss = { now: number; goingOn: number; corrected: number; working: string };

/**
 * Share of the goods taken to be spoilt: by now, if it goes on, and if the carrier is asked to correct it. By now it is the
 * share of the allowed time that was spent outside, half of it when the mean kinetic temperature is within the band.
 */
export function estimateLoss({ facts, settings }: ColdChainContext): Loss {
  const bound = (share: number) => Math.min(settings.mostShare, Math.max(settings.leastShare, share));
  const spent = facts.outsideMinutes / facts.allowedMinutes;
  const within = isMeanWithin(facts);
  const now = bound(within ? spent / 2 : spent);
  const over = facts.endedAt !== null;
  const goingOn = over ? now : bound(now * 2 + 0.1);
  const corrected = settings.correctionWorks * now + (1 - settings.correctionWorks) * goingOn;
  const half = within ? ', halved: the mean kinetic temperature is within the band' : '';
  const working = `${figure(Math.round(facts.outsideMinutes))} of ${figure(facts.allowedMinutes)} min allowed outside${half}, at least ${percent(settings.leastShare)}`;
  return { now, goingOn, corrected, working };
}
