import { z } from 'zod';
import { daysHistogramSchema, type FactsForProposal } from '../world/schema.ts';

/** What features are computed from. Whoever decides hands in what it stands on; the rest is null. */
export type FeatureFacts = {
  /** What deliveries taught about lanes and items. */
  deliveries: FactsForProposal | null;
  /** Stock of an item at a site. */
  stock: StockFacts | null;
  /** A temperature excursion. */
  excursion: ColdChainFacts | null;
};

const countedSchema = z.object({ quantity: z.number(), source: z.string(), signalId: z.string() });
/** Stock of an item at a site: what the ledger and a count by hand say. */
export const stockFactsSchema = z.object({
  item: z.string(),
  site: z.string(),
  unit: z.string(),
  ledger: countedSchema,
  physical: countedSchema,
});
export type StockFacts = z.infer<typeof stockFactsSchema>;

const readingSchema = z.object({ celsius: z.number() });
/** What the sensors of a thing came to since it left its band. */
export const coldChainFactsSchema = z.object({
  thing: z.string(),
  outsideMinutes: z.number(),
  allowedMinutes: z.number(),
  worst: readingSchema,
  latest: readingSchema,
  meanKinetic: z.number().nullable(),
  readings: z.number().int(),
  /** Minutes of the time outside that nobody measured; absent while its sensors are heard. */
  unmeasuredMinutes: z.number().optional(),
});
export type ColdChainFacts = z.infer<typeof coldChainFactsSchema>;

/** Who or what a value is about: names in the order that the feature gives; null is any. */
export const subjectSchema = z.array(z.string().nullable());
export type Subject = z.infer<typeof subjectSchema>;

/** One value of a feature, before it is stored. */
export type FeatureReading<Value extends object = object> = {
  feature: string;
  version: number;
  subject: Subject;
  value: Value;
  /** How many facts it was computed from. */
  n: number;
};

export const latenessSchema = z.object({ deliveries: z.number(), late: z.number(), days: daysHistogramSchema });
export const freightSchema = z.object({ usd: z.number(), kg: z.number(), bills: z.number() });
export const leadTimeSchema = z.object({ days: daysHistogramSchema });
export const weightSchema = z.object({ kg: z.number(), packs: z.number() });
export const priceSchema = z.object({ usd: z.number(), packs: z.number() });
export const recordSchema = z.object({ lines: z.number(), late: z.number() });
export const excursionSchema = z.object({
  outsideMinutes: z.number(),
  allowedMinutes: z.number(),
  worstCelsius: z.number(),
  latestCelsius: z.number(),
  meanKineticCelsius: z.number().nullable(),
});
export const unmeasuredSchema = z.object({ minutes: z.number() });
const namedSignalSchema = z.object({ source: z.string(), id: z.string() });
/** Two sources stand behind one value, so that it names its signals itself. */
export const stockDifferenceSchema = z.object({
  ledger: z.number(),
  counted: z.number(),
  difference: z.number(),
  ledgerSignal: namedSignalSchema,
  countedSignal: namedSignalSchema,
});

const instant = z.iso.datetime({ offset: true });

/** A stored value as screens show it. */
export const featureValueSchema = z.object({
  id: z.string(),
  feature: z.string(),
  version: z.number().int(),
  source: z.string(),
  subject: subjectSchema,
  /** "12 of 40 deliveries late": the figure with its unit. */
  words: z.string(),
  value: z.unknown(),
  asOf: instant,
  computedAt: instant,
  n: z.number().int(),
  newest: z.array(z.string()),
  seqBound: z.string(),
});
export type FeatureValueView = z.infer<typeof featureValueSchema>;

/** A feature with how it stands. */
export const featureSchema = z.object({
  name: z.string(),
  version: z.number().int(),
  subject: z.string(),
  unit: z.string(),
  definition: z.string(),
  computedFrom: z.string(),
  owner: z.string(),
  releasedAt: instant,
  values: z.number().int(),
  newestAt: instant.nullable(),
});
export type FeatureView = z.infer<typeof featureSchema>;
