export type { Feature } from './define-feature.ts';
export { findFeatures, findFeatureValues, findLatestValues, findValueAsOf, viewOfValue } from './queries.ts';
export { computeFeatures } from './registry.ts';
export { releaseFeatures } from './release-features.ts';
export { factsFromValues } from './rules.ts';
export { copyFeatureUse, type FeatureStand, writeFeatureValues } from './write-values.ts';
