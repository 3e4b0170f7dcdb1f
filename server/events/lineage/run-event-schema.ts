import { z } from 'zod';

/** OpenLineage 2-0-2, the part of it that is emitted: https://openlineage.io/spec/2-0-2/OpenLineage.json */
const facet = z.looseObject({ _producer: z.string(), _schemaURL: z.string() });
const facets = z.record(z.string(), facet);
const dataset = z.object({ namespace: z.string(), name: z.string(), facets: facets.optional() });

export const runEventSchema = z.object({
  eventType: z.enum(['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER']),
  eventTime: z.iso.datetime({ offset: true }),
  run: z.object({ runId: z.uuid(), facets: facets.optional() }),
  job: z.object({ namespace: z.string(), name: z.string(), facets: facets.optional() }),
  inputs: z.array(dataset.extend({ inputFacets: facets.optional() })),
  outputs: z.array(dataset.extend({ outputFacets: facets.optional() })),
  producer: z.string(),
  schemaURL: z.string(),
});
export type RunEvent = z.infer<typeof runEventSchema>;

export const runEventInput = z.object({
  after: z
    .string()
    .regex(/^\d{1,19}$/, 'must be the `next` of a page')
    .optional()
    .describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Entries of the record; each gives some events'),
});

export const runEventPageSchema = z.object({
  items: z.array(runEventSchema),
  next: z.string().nullable().describe('The `after` of the following page; null when there is none yet'),
});
