import { z } from 'zod';
import { acceptanceSchema } from '../formats/schema.ts';

/** What happens to the events of a document when one of them is refused (EPCIS 2.0, GS1-Capture-Error-Behaviour). */
export const errorBehaviourSchema = z.enum(['rollback', 'proceed']);
export type ErrorBehaviour = z.infer<typeof errorBehaviourSchema>;

/** One refused event, as an RFC 9457 problem in EPCIS's own terms. */
export const captureErrorSchema = z.object({
  type: z.string().describe('epcisException:ValidationException'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string().optional().describe('Id of the event, where it could be read'),
  index: z.number().int().nonnegative().describe('Place of the event in the document, from 0'),
  reason: z.string().describe('Why it was quarantined, as a word'),
});
export type CaptureError = z.infer<typeof captureErrorSchema>;

const count = z.number().int().nonnegative();

/** A capture job, as EPCIS 2.0 describes it, with the account of its signals: accepted + duplicates + quarantined + rejected = signals. */
export const captureJobSchema = z.object({
  captureID: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  running: z.boolean().describe('Always false: a job is done before its address is told'),
  success: z.boolean(),
  captureErrorBehaviour: errorBehaviourSchema,
  errors: z.array(captureErrorSchema).describe('One a refused signal, the first 1,000'),
  events: count,
  signals: count.describe('Signals that the events make, readings and movements among them'),
  accepted: count,
  duplicates: count,
  quarantined: count,
  rejected: count.describe('Sound signals that were not taken because the job was rolled back'),
});
export type CaptureJob = z.infer<typeof captureJobSchema>;

export const captureListInput = z.object({
  perPage: z.coerce.number().int().min(1).max(100).default(30),
  nextPageToken: z.uuid().optional(),
});

/** What became of the signals of some messages. `index` of a quarantined one is the place of its message in the list. */
export const messagesTakenSchema = acceptanceSchema.extend({ signals: count, rejected: count });
export type MessagesTaken = z.infer<typeof messagesTakenSchema>;
