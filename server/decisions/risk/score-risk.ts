import { percent, plural, usd } from '../../core/words.ts';
import type { RiskFactor } from '../proposals/schema.ts';

/** What the score of a late shipment looks at. Money in USD; `lane` null when the lane has no record yet. */
export type DelayRisk = {
  valueUsd: number;
  daysLate: number;
  toleranceDays: number;
  missIfWaiting: number;
  singleSource: { supplier: string; item: string } | null;
  lane: { late: number; shipments: number; words: string } | null;
  critical: string | null;
};

/** Factors that an agent lists itself: each counts its share (0 to 1) of its most points. */
export type ListedRisk = { factors: readonly { name: string; share: number; max: number; words: string }[] };
export type RiskInput = DelayRisk | ListedRisk;

const POINTS = { value: 30, lateness: 25, 'single source': 20, lane: 15, 'critical item': 10 } as const;

/** Value counts from $1,000 (nothing) to $1,000,000 (all), each tenfold the same. */
const VALUE_FROM = 3;
const VALUE_TO = 6;

/** A lane that is late half the time counts whole; one without record counts as half. */
const LANE_WORST = 0.5;

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** Value as a share of its points: from $1,000 (nothing) to $1,000,000 (all), each tenfold the same. */
export const valueShare = (usd: number): number =>
  clamp(((usd > 0 ? Math.log10(usd) : 0) - VALUE_FROM) / (VALUE_TO - VALUE_FROM));

/**
 * How much is at stake, 0 to 100: the sum of named factors, each with its points, its most and its words.
 * Pure and transparent: nothing is weighed that is not listed.
 */
export function scoreRisk(input: RiskInput): { score: number; factors: RiskFactor[] } {
  const factors =
    'factors' in input
      ? input.factors.map(({ name, share, max, words }) => ({
          name,
          words,
          points: Math.round(clamp(share) * max),
          max,
        }))
      : factorsOfDelay(input);
  return { score: factors.reduce((sum, { points }) => sum + points, 0), factors };
}

function factorsOfDelay(input: DelayRisk): RiskFactor[] {
  const factor = (name: keyof typeof POINTS, share: number, words: string): RiskFactor => ({
    name,
    words,
    points: Math.round(clamp(share) * POINTS[name]),
    max: POINTS[name],
  });
  const { lane, singleSource, critical } = input;
  return [
    factor('value', valueShare(input.valueUsd), `${usd(input.valueUsd)} not delivered`),
    factor(
      'lateness',
      input.missIfWaiting,
      `${plural(input.daysLate, 'day')} late; ${percent(input.missIfWaiting)} chance of passing ${input.toleranceDays} days`,
    ),
    factor(
      'single source',
      singleSource ? 1 : 0,
      singleSource ? `no other settled supplier of ${singleSource.item}` : 'another supplier has a settled record',
    ),
    lane
      ? factor(
          'lane',
          lane.late / lane.shipments / LANE_WORST,
          `${percent(lane.late / lane.shipments)} of ${plural(lane.shipments, 'delivery', 'deliveries')} late, ${lane.words}`,
        )
      : factor('lane', 0.5, 'no record of this lane yet'),
    factor('critical item', critical ? 1 : 0, critical ?? 'no first-line item'),
  ];
}
