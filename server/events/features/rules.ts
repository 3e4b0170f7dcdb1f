import type { DaysHistogram, FactsForProposal, ItemFactRow, LaneFactRow } from '../world/schema.ts';
import type { FeatureReading } from './schema.ts';
import { freightSchema, latenessSchema, leadTimeSchema, priceSchema, recordSchema, weightSchema } from './schema.ts';

/** The day by which half have come, and how many they are; null for an empty histogram. */
export function medianOf(days: DaysHistogram): { median: number | null; n: number } {
  const bars = Object.entries(days)
    .map(([day, count]): [number, number] => [Number(day), count])
    .sort((a, b) => a[0] - b[0]);
  const n = bars.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [day, count] of bars) {
    seen += count;
    if (seen * 2 >= n) return { median: day, n };
  }
  return { median: null, n };
}

type Stored = Pick<FeatureReading, 'feature' | 'subject'> & { value: unknown };

/**
 * The facts that an agent was handed, from the feature values stored with its proposal: what the values were computed from, to
 * the same figures and in the same order.
 */
export function factsFromValues(values: readonly Stored[]): FactsForProposal {
  const of = (feature: string) => values.filter((value) => value.feature === feature);
  const keyOf = ({ subject }: Stored) => JSON.stringify(subject);
  const find = (feature: string) => new Map(of(feature).map((value) => [keyOf(value), value.value]));
  const [freights, leads, weights, prices] = ['lane.freight', 'item.lead-time', 'item.weight', 'item.price'].map(find);
  const lanes = of('lane.lateness').map((told): LaneFactRow => {
    const [origin = null, destination = null, mode] = told.subject;
    const { deliveries, late, days } = latenessSchema.parse(told.value);
    const freight = freightSchema.parse(freights?.get(keyOf(told)) ?? { usd: 0, kg: 0, bills: 0 });
    return {
      origin,
      destination,
      mode: mode ?? '',
      shipments: deliveries,
      late,
      latenessDays: days,
      freightUsd: freight.usd,
      freightKg: freight.kg,
      freightN: freight.bills,
    };
  });
  const items = of('supplier.record').map((told): ItemFactRow => {
    const [item, supplier] = told.subject;
    const { lines, late } = recordSchema.parse(told.value);
    const weight = weightSchema.parse(weights?.get(keyOf(told)) ?? { kg: 0, packs: 0 });
    const price = priceSchema.parse(prices?.get(keyOf(told)) ?? { usd: 0, packs: 0 });
    const { days } = leadTimeSchema.parse(leads?.get(keyOf(told)) ?? { days: {} });
    return {
      item: item ?? '',
      supplier: supplier ?? '',
      lines,
      late,
      quantity: price.packs,
      valueUsd: price.usd,
      kg: weight.kg,
      kgQuantity: weight.packs,
      leadDays: days,
    };
  });
  return { lanes, items };
}
