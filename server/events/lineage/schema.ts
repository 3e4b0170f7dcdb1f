import { z } from 'zod';

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
  /** Whether the decide loop has come past it. */
  evaluated: z.boolean(),
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
});
export type SignalTrace = z.infer<typeof signalTraceSchema>;
