import { coldChainExcursion } from './cold-chain-excursion.ts';
import { coldChainUnmeasured } from './cold-chain-unmeasured.ts';
import type { Feature } from './define-feature.ts';
import { itemLeadTime } from './item-lead-time.ts';
import { itemPrice } from './item-price.ts';
import { itemWeight } from './item-weight.ts';
import { laneFreight } from './lane-freight.ts';
import { laneLateness } from './lane-lateness.ts';
import type { FeatureFacts, FeatureReading } from './schema.ts';
import { stockDifference } from './stock-difference.ts';
import { supplierRecord } from './supplier-record.ts';

/** Every feature that this build releases, in the order of the screen. */
export const FEATURES: readonly Feature[] = [
  laneLateness,
  laneFreight,
  supplierRecord,
  itemLeadTime,
  itemPrice,
  itemWeight,
  stockDifference,
  coldChainExcursion,
  coldChainUnmeasured,
];

const byName = new Map(FEATURES.map((feature) => [`${feature.name} ${feature.version}`, feature]));

/** The feature of a name and version, or undefined when this build has none. */
export const findFeature = (name: string, version: number): Feature | undefined => byName.get(`${name} ${version}`);

/** Every feature value that some facts give. */
export const computeFeatures = (facts: FeatureFacts): FeatureReading[] =>
  FEATURES.flatMap((feature) => feature.compute(facts));
