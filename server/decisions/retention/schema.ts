import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** What is rolled off by age. Signals, intake totals, cases, decisions and the audit log are not among it. */
export const RETENTION_KINDS = ['feed', 'counts', 'notes'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** How long each kind is kept, by wall time. */
export const retentionValuesSchema = z.object({
  /** Days of the feed: a screen that was away for longer fetches everything anew. */
  feedDays: z.number().int().min(1, 'At least 1 day.').max(3_650, 'At most 3,650 days.'),
  /** Days of what the alarm settings suppressed; the screen shows the last week. */
  countDays: z.number().int().min(8, 'At least 8 days: the screen shows a week.').max(3_650, 'At most 3,650 days.'),
  /** Months of the notes of a case after it closed. */
  noteMonths: z
    .number()
    .int()
    .min(6, 'At least 6 months: notes say why a case went as it did.')
    .max(240, 'At most 240 months.'),
});
export type RetentionValues = z.infer<typeof retentionValuesSchema>;

/** `version` is the one that was on the screen: whoever was slower is told. */
export const changeRetentionInput = z.object({
  version: z.number().int().min(0),
  values: retentionValuesSchema,
});
export const previewRetentionInput = z.object({ values: retentionValuesSchema });

export const retentionViewSchema = z.object({
  version: z.number().int(),
  values: retentionValuesSchema,
  /** A person's name; null for the defaults. */
  changedBy: z.string().nullable(),
  changedAt: instant.nullable(),
  may: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
});
export type RetentionView = z.infer<typeof retentionViewSchema>;

/** What would go now: of each kind how many rows, from when to when, and the instant before which rows go. */
export const retentionPreviewSchema = z.object({
  kinds: z.array(
    z.object({
      kind: z.enum(RETENTION_KINDS),
      before: instant,
      rows: z.number().int(),
      oldest: instant.nullable(),
      newest: instant.nullable(),
      kept: z.number().int(),
    }),
  ),
});
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>;
