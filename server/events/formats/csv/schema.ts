import { z } from 'zod';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export const ENCODINGS = ['utf-8', 'windows-1252'] as const;

const column = z.string().trim().min(1).max(200);
const words = z.string().max(500);
const dateFormat = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .describe('yyyy, yy, MM, M, MMM, dd, d, HH, H, mm, ss and literal characters; "ISO" for RFC 3339');

/** How a cell's text becomes a value. */
export const conversionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text') }),
  z.object({ kind: z.literal('number'), decimal: z.enum(['.', ',']) }),
  z.object({ kind: z.literal('date'), formats: z.array(dateFormat).min(1).max(10) }),
  z.object({ kind: z.literal('list'), values: z.record(z.string().max(200), z.string().max(200)) }),
  z.object({ kind: z.literal('yes-no') }),
]);
export type Conversion = z.infer<typeof conversionSchema>;

/** Where a value comes from: a column, or the same words for every row. */
export const originSchema = z.union([z.object({ column }), z.object({ constant: words })]);
export type Origin = z.infer<typeof originSchema>;

const timeSchema = z.object({ column, formats: z.array(dateFormat).min(1).max(10) });

/** How the columns of a file become signals of one type. */
export const csvMappingSchema = z.object({
  signalType: z.string().min(1).max(120),
  contractVersion: z.number().int().positive().default(1),
  delimiter: z.enum(DELIMITERS).default(','),
  encoding: z.enum(ENCODINGS).default('utf-8'),
  header: z.boolean().default(true).describe('Without a header, columns are called 1, 2, 3'),
  fields: z
    .array(z.object({ path: z.string().min(1).max(200), from: originSchema, as: conversionSchema }))
    .min(1)
    .max(100)
    .describe('Field of the contract, dots between its levels, and where its value comes from'),
  id: z.array(column).min(1).max(10).describe('Columns that together name a row: the same row again is a duplicate'),
  whenChanged: z
    .enum(['conflict', 'new'])
    .default('conflict')
    .describe('What a row with a known id and other words is: a contradiction to quarantine, or a new fact'),
  eventTime: timeSchema.nullable().default(null),
  recordTime: timeSchema.nullable().default(null),
  region: originSchema.nullable().default(null),
});
export type CsvMapping = z.infer<typeof csvMappingSchema>;
export type CsvMappingInput = z.input<typeof csvMappingSchema>;

export const FIELD_KINDS = ['text', 'number', 'date', 'list', 'yes-no'] as const;
/** One field of a contract that a column can fill. */
export const contractFieldSchema = z.object({
  path: z.string(),
  kind: z.enum(FIELD_KINDS),
  required: z.boolean(),
  values: z.array(z.string()).describe('The values that a list field takes'),
  words: z.string().nullable(),
});
export type ContractField = z.infer<typeof contractFieldSchema>;

/** What is wrong with a row of a file: where, and why, in words. */
export const rowErrorSchema = z.object({
  row: z.number().int().nullable().describe('Line of a text file; place of the segment in its message'),
  where: z.string().nullable().describe('Transaction set or message with its control number'),
  column: z.string().nullable().describe('Column, or element of a segment'),
  reason: z.string(),
});
export type RowError = z.infer<typeof rowErrorSchema>;
