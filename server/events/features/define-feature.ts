import type { FeatureFacts, FeatureReading } from './schema.ts';

/** A feature: a named figure that decisions rest on. A released version never changes; a change is a new version. */
export type Feature = {
  readonly name: string;
  readonly version: number;
  /** What one value is about, in words; the members of a subject stand in this order. */
  readonly subject: string;
  readonly unit: string;
  readonly definition: string;
  /** What it is computed from. */
  readonly computedFrom: string;
  readonly owner: string;
  /** Its values from the facts handed in, in their order. Pure. */
  compute(facts: FeatureFacts): FeatureReading[];
  /** A stored value in a few words: the figure with its unit. */
  wordsOf(value: unknown): string;
};

type Definition<Value extends object> = Omit<Feature, 'compute' | 'wordsOf'> & {
  parse(value: unknown): Value;
  compute(facts: FeatureFacts): Omit<FeatureReading<Value>, 'feature' | 'version'>[];
  wordsOf(value: Value): string;
};

/** A feature whose values and words are typed by the schema of its value. */
export const defineFeature = <Value extends object>({
  parse,
  compute,
  wordsOf,
  ...rest
}: Definition<Value>): Feature => ({
  ...rest,
  compute: (facts) => compute(facts).map((reading) => ({ feature: rest.name, version: rest.version, ...reading })),
  wordsOf: (value) => wordsOf(parse(value)),
});
