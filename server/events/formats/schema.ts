import { z } from 'zod';
import { instant } from '../contracts/schema.ts';

/** No `|`: keys of things are written `source|thing`. A CloudEvents source is a URI reference, which holds none either. */
const uriReference = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[!#-;=?-[\]_a-z~%]+$/, 'must be a URI reference');
const text = (max: number) => z.string().min(1).max(max);

/** The context attributes of a CloudEvent 1.0 that Holdpoint reads; all others are allowed and left aside. */
export const cloudEventSchema = z.object({
  specversion: z.literal('1.0', { error: 'must be "1.0"' }),
  id: text(300),
  source: uriReference,
  type: text(120),
  subject: text(300).optional(),
  time: instant.optional().describe('When it happened in the world; when left out, the time of receipt'),
  dataschema: text(300).optional().describe('urn:holdpoint:contract:{type}:v{version}; version 1 when left out'),
  datacontenttype: z
    .string()
    .regex(/^application\/([\w.+-]+\+)?json\b/i, 'must be JSON')
    .optional(),
  recordedtime: instant
    .optional()
    .describe('Extension: when the source wrote it down; when left out, the same as time'),
  region: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower case with hyphens')
    .optional()
    .describe('Extension: region scope'),
});
export type CloudEvent = z.infer<typeof cloudEventSchema> & { data: unknown };

/** What POST /signals answers once all is committed. */
export const acceptanceSchema = z.object({
  accepted: z.number().int().nonnegative(),
  duplicates: z.number().int().nonnegative(),
  quarantined: z.array(
    z.object({
      index: z.number().int().nonnegative(),
      id: z.string().nullable(),
      reason: z.string(),
      detail: z.string(),
    }),
  ),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;
