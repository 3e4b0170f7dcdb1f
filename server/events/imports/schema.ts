import { z } from 'zod';
import { contractFieldSchema, csvMappingSchema, rowErrorSchema } from '../formats/csv/schema.ts';
import { IMPORT_STATES, PREVIEW_BYTES } from './constants.ts';

const count = z.number().int().nonnegative();
const instant = z.iso.datetime({ offset: true });
export const mappingName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^/]+$/, 'must hold no slash');

/** What POST /imports answers: rows = accepted + duplicates + quarantined + refused. */
export const importAnswerSchema = z.object({
  id: z.string().describe('Of the import: fetch it again at /imports/{id}'),
  rows: count.describe('Rows of a CSV file, lines and statuses of EDI messages, or the one mail'),
  accepted: count,
  duplicates: count,
  quarantined: z
    .array(z.object({ id: z.string().nullable(), reason: z.string(), detail: z.string() }))
    .describe('The first 1,000'),
  refused: count.describe('Rows that became no signal; each is among the row errors'),
  rowErrors: z.array(rowErrorSchema).describe('The first 1,000, quarantined rows and notes on envelopes among them'),
  acknowledgement: z.string().nullable().describe('997 (with TA1) for X12, CONTRL (with APERAK) for EDIFACT'),
});
export type ImportAnswer = z.infer<typeof importAnswerSchema>;

export const importRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  format: z.enum(['csv', 'x12', 'edifact', 'mail', 'text']),
  mediaType: z.string(),
  bytes: count,
  bytesHash: z.string().describe('SHA-256 in hex'),
  mapping: z.object({ name: z.string(), version: z.number().int() }).nullable(),
  state: z
    .enum(IMPORT_STATES)
    .describe(
      'refused: not readable as a whole; broken: the store gave out; interrupted: its reader was gone; waiting: to be read again',
    ),
  reason: z.string().nullable(),
  rows: count,
  accepted: count,
  duplicates: count,
  quarantined: count,
  refused: count,
  sentBy: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
});
export type ImportRow = z.infer<typeof importRowSchema>;

export const importListSchema = z.object({
  source: z.object({ id: z.string(), name: z.string() }),
  imports: z.array(importRowSchema),
});
export type ImportList = z.infer<typeof importListSchema>;

export const importViewSchema = importRowSchema.extend({
  sourceId: z.string(),
  sourceName: z.string(),
  rowErrors: z.array(rowErrorSchema),
  acknowledgement: z.string().nullable(),
});
export type ImportView = z.infer<typeof importViewSchema>;

export const mappingViewSchema = z.object({
  name: z.string(),
  version: z.number().int(),
  signalType: z.string(),
  mapping: csvMappingSchema,
  savedBy: z.string(),
  savedAt: instant,
});
export type MappingView = z.infer<typeof mappingViewSchema>;

export const saveMappingInput = z.object({
  sourceId: z.string().max(100),
  name: mappingName,
  mapping: csvMappingSchema,
});

/** Contracts that rows of a file can fill, with the fields of each. */
export const importTargetSchema = z.object({
  type: z.string(),
  version: z.number().int(),
  meaning: z.string(),
  fields: z.array(contractFieldSchema),
});
export type ImportTarget = z.infer<typeof importTargetSchema>;

export const previewInput = z.object({
  sourceId: z.string().max(100),
  start: z
    .base64()
    .max(Math.ceil((PREVIEW_BYTES * 4) / 3) + 4)
    .describe('The first bytes of the file'),
  whole: z.boolean().describe('Whether these are all of its bytes'),
  mapping: csvMappingSchema.extend({
    fields: z.array(csvMappingSchema.shape.fields.element).max(100),
    id: z.array(csvMappingSchema.shape.id.element).max(10),
  }),
  /** Fill in what is not mapped yet by the names of the columns. */
  guess: z.boolean().default(false),
});
export type PreviewInput = z.input<typeof previewInput>;

export const previewSchema = z.object({
  columns: z.array(z.string()),
  mapping: previewInput.shape.mapping,
  /** Why no row can be mapped yet, or null. */
  problem: z.string().nullable(),
  rows: z.array(
    z.object({
      row: z.number().int(),
      cells: z.array(z.string()),
      id: z.string().nullable(),
      words: z.string().nullable().describe('What the signal would say'),
      errors: z.array(rowErrorSchema),
    }),
  ),
});
export type Preview = z.infer<typeof previewSchema>;
