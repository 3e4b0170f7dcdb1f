import { z } from 'zod';
import { MAX_SIGNAL_BYTES, ORIGINAL_FORMATS } from '../formats/constants.ts';
import { fieldCheckSchema } from '../signals/schema.ts';
import { DISCARD_REASON, MAX_BULK, QUARANTINE_STATES } from './constants.ts';

const instant = z.iso.datetime({ offset: true });
const id = z.string().regex(/^[0-9a-f]{64}$/, 'must be the id of a quarantined signal');
const text = z.string().max(MAX_SIGNAL_BYTES);
const reason = z.string().trim().min(DISCARD_REASON.least, { error: DISCARD_REASON.words }).max(2_000);

export const quarantineStateSchema = z.enum(QUARANTINE_STATES);

/** What the intake made of a replay: the signal it became, or the row of the quarantine in which it ended. */
export const becameSchema = z.object({
  outcome: z.enum(['accepted', 'duplicate', 'quarantined']),
  source: z.string().nullable(),
  id: z.string().nullable(),
  quarantineId: z.string().nullable(),
});
export type Became = z.infer<typeof becameSchema>;

export const quarantineFilter = z.object({
  sourceId: z.string().max(100).optional(),
  reason: z.string().max(60).optional(),
  state: quarantineStateSchema.optional(),
});
export type QuarantineFilter = z.infer<typeof quarantineFilter>;

export const quarantineListInput = quarantineFilter.extend({
  before: z.string().max(120).optional().describe('The `older` of the page before'),
});

export const quarantineRowSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  source: z.string().nullable(),
  signalId: z.string().nullable(),
  reason: z.string(),
  detail: z.string(),
  preview: z.string(),
  bytes: z.number().int(),
  receivedAt: instant,
  state: quarantineStateSchema,
  settledAt: instant.nullable(),
  settledName: z.string().nullable(),
  note: z.string().nullable(),
  became: becameSchema.nullable(),
});
export type QuarantineRow = z.infer<typeof quarantineRowSchema>;

export const quarantineListSchema = z.object({
  rows: z.array(quarantineRowSchema),
  older: z.string().nullable(),
  totals: z.record(quarantineStateSchema, z.number().int()),
});
export type QuarantineList = z.infer<typeof quarantineListSchema>;

export const quarantineIdInput = z.object({ id });

/** `ce-` headers and the media type of a signal in binary mode. */
export const headersSchema = z.record(z.string(), z.string());

/** As what an item is edited: the signal, or the thing in another format that it was made of. */
export const DRAFT_FORMS = ['signal', 'original'] as const;
export type DraftForm = (typeof DRAFT_FORMS)[number];

/** What an editor begins with; `note` says what to know of it. */
export const draftSchema = z.object({
  form: z.enum(DRAFT_FORMS),
  label: z.string(),
  note: z.string().nullable(),
  text: z.string(),
});
export type Draft = z.infer<typeof draftSchema>;

/** One quarantined signal with its bytes, as text when they are UTF-8 and as hex otherwise, and what an editor begins with. */
export const quarantinedSchema = quarantineRowSchema.extend({
  contentType: z.string(),
  shown: z.object({ as: z.enum(['text', 'hex']), content: z.string(), cut: z.boolean() }),
  /** A CloudEvent in binary mode: its headers as sent, without which its bytes are only half of it. */
  headers: headersSchema.nullable(),
  /** What it was made of, where it did not come as a CloudEvent: `shown` is that then. */
  format: z.enum(ORIGINAL_FORMATS).nullable(),
  /** What may be edited and replayed in its place, what came first; never none. */
  drafts: z.array(draftSchema),
  /** Why what came cannot be edited, where it cannot. */
  barred: z.string().nullable(),
  hash: z.string().describe('SHA-256 of the bytes, hex'),
});
export type Quarantined = z.infer<typeof quarantinedSchema>;

export const rawSchema = z.object({ base64: z.string(), contentType: z.string() });

export const draftInput = z.object({ id, text, form: z.enum(DRAFT_FORMS).default('signal') });
export type DraftInput = z.input<typeof draftInput>;
/** What would become of a draft if it were sent now. */
export const draftCheckSchema = z.object({
  verdict: z.enum(['accepted', 'duplicate', 'quarantined', 'unreadable']),
  words: z.string(),
  contract: z.object({ type: z.string(), version: z.number().int(), meaning: z.string() }).nullable(),
  fields: z.array(fieldCheckSchema),
});
export type DraftCheck = z.infer<typeof draftCheckSchema>;

export const discardQuarantinedInput = z.object({ id, reason });

export const BULK_ACTS = ['replay', 'discard'] as const;
const act = z.enum(BULK_ACTS);
export const bulkPreviewInput = z.object({
  act,
  ids: z.array(id).min(1).max(MAX_BULK).optional().describe('These; without them the newest that the filter finds'),
  filter: quarantineFilter.optional(),
});
export const bulkItemSchema = z.object({
  id: z.string(),
  source: z.string().nullable(),
  signalId: z.string().nullable(),
  reason: z.string(),
  /** False when it will be skipped; `words` says what will happen, or why not. */
  will: z.boolean(),
  words: z.string(),
});
export const bulkPreviewSchema = z.object({
  act,
  seal: z.string(),
  items: z.array(bulkItemSchema),
  /** How many more the filter finds; they are not touched. */
  beyond: z.number().int(),
});
export type BulkPreview = z.infer<typeof bulkPreviewSchema>;

export const bulkApplyInput = z.object({
  act,
  ids: z.array(id).min(1).max(MAX_BULK),
  seal: z.string().length(64),
  reason: reason.optional().describe('Why they are discarded'),
});
export const bulkResultSchema = z.object({
  done: z.number().int(),
  skipped: z.number().int(),
  items: z.array(z.object({ id: z.string(), done: z.boolean(), words: z.string() })),
});
export type BulkResult = z.infer<typeof bulkResultSchema>;
