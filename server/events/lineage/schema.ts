import { z } from 'zod';
import { NODE_KINDS, START_KINDS } from './constants.ts';

const instant = z.iso.datetime({ offset: true });

/** A stored signal, the contract it was checked against, and where it went, down to the outcome. */
export const signalTraceSchema = z.object({
  signal: z.object({
    source: z.string(),
    id: z.string(),
    type: z.string(),
    contractVersion: z.number().int(),
    subject: z.string().nullable(),
    region: z.string(),
    time: instant,
    recordedtime: instant,
    receivedAt: instant,
    payloadHash: z.string().describe('SHA-256 of the canonical JSON (RFC 8785) of what the signal says, hex'),
    data: z.unknown(),
    words: z.string(),
  }),
  contract: z
    .object({
      type: z.string(),
      version: z.number().int(),
      meaning: z.string(),
      owner: z.string(),
      jsonSchema: z.unknown(),
    })
    .nullable(),
  evaluated: z.boolean().describe('Whether it has been evaluated: the world and the cases know what it says'),
  undecided: z
    .object({
      code: z.string().describe('SQLSTATE of the store, or the name of what a rule threw'),
      error: z.string(),
      todo: z.string().describe('What its sender or a person can do'),
      since: instant,
      tries: z.number().int(),
    })
    .nullable()
    .describe('What its evaluation failed on: it was set aside and has had no effect. Null of all others'),
  retraction: z
    .object({ source: z.string(), id: z.string(), reason: z.string().nullable(), correctedBy: z.array(z.string()) })
    .nullable()
    .describe('The signal that took this one back, and the ids of those that stand in for it'),
  lines: z.array(z.object({ key: z.string(), deliveredAt: instant.nullable(), overdueAt: instant.nullable() })),
  disruptions: z.array(
    z.object({ id: z.string(), title: z.string(), state: z.string(), closedReason: z.string().nullable() }),
  ),
  proposals: z.array(
    z.object({
      id: z.string(),
      revision: z.number().int(),
      chosen: z.string(),
      verdict: z.string(),
      state: z.string(),
    }),
  ),
  decisions: z.array(
    z.object({ id: z.string(), kind: z.string(), policyVersion: z.number().int(), decidedAt: instant }),
  ),
  actions: z.array(z.object({ id: z.string(), saga: z.string(), state: z.string() })),
  outcomes: z
    .array(
      z.object({
        disruptionId: z.string(),
        words: z.string(),
        promisedArrival: instant.nullable(),
        deliveredAt: instant.nullable(),
      }),
    )
    .describe('What then really happened, once a case has closed'),
});
export type SignalTrace = z.infer<typeof signalTraceSchema>;

/** Where to begin: a signal by source and id, anything else by its id. */
export const lineageStart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signal'), source: z.string().min(1).max(300), id: z.string().min(1).max(300) }),
  z.object({ kind: z.enum(START_KINDS).exclude(['signal']), id: z.uuid() }),
]);
export type LineageStart = z.infer<typeof lineageStart>;

export const lineageNodeSchema = z.object({
  id: z.string(),
  kind: z.enum(NODE_KINDS),
  title: z.string(),
  detail: z.string(),
  at: instant.nullable().describe('World time of a fact, wall time of an act'),
  /** Taken back, undone, closed: it is drawn as such. */
  faded: z.boolean(),
  href: z.string().nullable(),
});
export type LineageNode = z.infer<typeof lineageNodeSchema>;

export const lineageEdgeSchema = z.object({
  from: z.string(),
  to: z.string(),
  words: z.string(),
  /** A retraction or a correction. */
  corrects: z.boolean(),
});
export type LineageEdge = z.infer<typeof lineageEdgeSchema>;

/** All that led to the start and all that came of it. */
export const lineageSchema = z.object({
  start: z.string(),
  nodes: z.array(lineageNodeSchema),
  edges: z.array(lineageEdgeSchema),
});
export type Lineage = z.infer<typeof lineageSchema>;

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
  position: z.string().nullable().describe('Where this page ends: the `after` to come back with later'),
});
