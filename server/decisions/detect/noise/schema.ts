import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
const minutes = z.number().min(0).max(10_080);

/** How readings of a measure are judged against a band. Times in minutes of event time, figures in the unit of the measure. */
export const bandSettingSchema = z.object({
  kind: z.literal('band'),
  /** Bounds for what tells none itself; null: such a reading is not judged. */
  low: z.number().min(-273.15).max(1_000).nullable(),
  high: z.number().min(-273.15).max(1_000).nullable(),
  /** Deadband: a change smaller than this is no change. */
  deadband: z.number().min(0).max(100),
  /** Hysteresis: how far inside the band a reading must lie before the excursion counts as left. */
  margin: z.number().min(0).max(100),
  /** Debounce: outside for so long, and in so many readings, before it counts. */
  holdMinutes: minutes,
  holdReadings: z.number().int().min(1).max(1_000),
  /** Back inside for so long before it has been left. */
  leaveMinutes: minutes,
  /** Correlation: the next excursion of the same thing within this time after the last one belongs to the same disruption. */
  correlateMinutes: minutes,
  /** An open case is told anew when it has become worse by this much. */
  worseBy: z.number().min(0).max(100),
  /** How long goods may be outside before they count as lost until a review says otherwise. */
  allowedMinutes: z.number().min(1).max(10_080),
  /** An excursion of which nothing was read for so long says so; it stays open. Settings of before have the default. */
  silentMinutes: z.number().min(1).max(10_080).default(60),
});
export type BandSetting = z.infer<typeof bandSettingSchema>;

/** How two figures that should agree are judged. Shares in percent of the ledger. */
export const toleranceSettingSchema = z.object({
  kind: z.literal('tolerance'),
  /** Debounce: apart for so long before it counts: goods are counted while they move. */
  holdMinutes: minutes,
  /** Out of tolerance: apart by more than this share and worth more than this money. An unknown value counts as more. */
  percent: z.number().min(0).max(100),
  moneyUsd: z.number().min(0).max(1e9),
  /** Hysteresis: they agree again when they are apart by no more than this share. */
  leavePercent: z.number().min(0).max(100),
  /** An open case is told anew when the gap has grown by this share of the ledger. */
  worseByPercent: z.number().min(0).max(100),
  /** How long people have to settle it before the queue calls it overdue. */
  settleMinutes: z.number().min(1).max(43_200),
});
export type ToleranceSetting = z.infer<typeof toleranceSettingSchema>;

const within = (value: { kind: string; percent?: number; leavePercent?: number }) =>
  value.kind !== 'tolerance' || (value.leavePercent ?? 0) <= (value.percent ?? 0);
const ordered = (value: { kind: string; low?: number | null; high?: number | null }) =>
  value.kind !== 'band' || value.low == null || value.high == null || value.low < value.high;

export const noiseValuesSchema = z
  .discriminatedUnion('kind', [bandSettingSchema, toleranceSettingSchema])
  .refine(within, { path: ['leavePercent'], error: 'Agreeing again cannot take less than going apart.' })
  .refine(ordered, { path: ['low'], error: 'The lower bound lies below the upper one.' });
export type NoiseValues = z.infer<typeof noiseValuesSchema>;

const keySchema = z.object({ type: z.string().max(120), measure: z.string().max(120) });

/** `version` is the one that was on the screen: whoever was slower is told. */
export const changeNoiseInput = keySchema.extend({ version: z.number().int().min(0), values: noiseValuesSchema });
export const tryNoiseInput = keySchema.extend({
  values: noiseValuesSchema,
  readings: z.number().int().min(1).max(20_000).default(5_000),
});

/** What a setting did with the readings of a time: they add up to `seen`. */
export const suppressedSchema = z.object({
  seen: z.number().int().describe('Readings that were judged'),
  quiet: z.number().int().describe('Inside the bounds, nothing to say'),
  deadband: z.number().int().describe('No change worth the name'),
  debounced: z.number().int().describe('Outside, but not for long enough'),
  correlated: z.number().int().describe('Joined a disruption that was open already'),
  raised: z.number().int().describe('Opened a disruption'),
  late: z.number().int().describe('Too old to change anything'),
});
export type Suppressed = z.infer<typeof suppressedSchema>;

export const noiseViewSchema = keySchema.extend({
  title: z.string(),
  unit: z.string(),
  version: z.number().int(),
  values: noiseValuesSchema,
  changedBy: z.string(),
  changedAt: instant,
  /** Over all regions; null for a reader who does not see them all. */
  lastDay: suppressedSchema.nullable(),
  lastWeek: suppressedSchema.nullable(),
});
export const noiseListSchema = z.object({
  settings: z.array(noiseViewSchema),
  may: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
});
export type NoiseList = z.infer<typeof noiseListSchema>;
export type NoiseView = z.infer<typeof noiseViewSchema>;

/** What other values would have made of readings there have been. */
export const triedSchema = z.object({
  readings: z.number().int(),
  things: z.number().int(),
  from: instant.nullable(),
  to: instant.nullable(),
  asSet: suppressedSchema.extend({ cases: z.number().int() }),
  asTried: suppressedSchema.extend({ cases: z.number().int() }),
  words: z.string(),
});
export type Tried = z.infer<typeof triedSchema>;
