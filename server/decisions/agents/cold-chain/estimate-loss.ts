import { boundUsd } from '../../../core/bound-money.ts';
import { figure, percent } from '../../../core/words.ts';
import { judgeExposure } from './judge-silence.ts';
import type { ColdChainContext, ColdChainFacts } from './schema.ts';

/** Value of the goods in USD; null when the value of any of them, or what is in there at all, is not known. */
export function goodsValue({ goods }: ColdChainFacts): number | null {
  if (!goods.length || goods.some(({ valueUsd }) => valueUsd === null)) return null;
  return boundUsd(goods.reduce((sum, { valueUsd }) => sum + (valueUsd ?? 0), 0));
}

/** Whether the mean kinetic temperature lies within the band: what degraded the goods is then less than single readings say. */
export const isMeanWithin = ({ band, meanKinetic }: ColdChainFacts): boolean =>
  meanKinetic !== null &&
  (band.low === null || meanKinetic >= band.low) &&
  (band.high === null || meanKinetic <= band.high);

export type Loss = {
  now: number;
  goingOn: number;
  corrected: number;
  working: string;
  /** Minutes of the exposure that nobody measured. */
  unmeasured: number;
};

/**
 * Share of the goods taken to be spoilt: by now, if it goes on, and if the carrier is asked to correct it. By now it is the
 * share of the allowed time that was spent outside, half of it when the mean kinetic temperature is within the band. Time that
 * nobody measured after a device outside fell silent counts as outside, and nothing is halved then: the mean does not know it.
 */
export function estimateLoss({ facts, settings, worldAt }: ColdChainContext): Loss {
  const bound = (share: number) => Math.min(settings.mostShare, Math.max(settings.leastShare, share));
  const { measured, most } = judgeExposure(facts, new Date(worldAt));
  const spent = most / facts.allowedMinutes;
  const unmeasured = most - measured;
  const within = isMeanWithin(facts) && unmeasured === 0;
  const now = bound(within ? spent / 2 : spent);
  const over = facts.endedAt !== null;
  const goingOn = over ? now : bound(now * 2 + 0.1);
  const corrected = settings.correctionWorks * now + (1 - settings.correctionWorks) * goingOn;
  const half = within ? ', halved: the mean kinetic temperature is within the band' : '';
  const split = unmeasured
    ? ` (${figure(Math.round(measured))} measured, ${figure(Math.round(unmeasured))} that nobody measured)`
    : '';
  const working = `${figure(Math.round(most))} of ${figure(facts.allowedMinutes)} min allowed outside${split}${half}, at least ${percent(settings.leastShare)}`;
  return { now, goingOn, corrected, working, unmeasured };
}
