import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

export const auditEntryViewSchema = z.object({
  seq: z.string(),
  id: z.string(),
  at: instant,
  action: z.string(),
  entity: z.string(),
  entityId: z.string(),
  /** `name` as the person is called now, null when not known; `roles` as they were held at that moment, empty in entries of version 1. */
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), roles: z.array(z.string()) }),
  meaning: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  hash: z.string(), // hex
  /** Whether the stored hash is the hash of the stored bytes. */
  sound: z.boolean(),
  disruptionId: z.string().nullable(),
  decisionId: z.string().nullable(),
});
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;

export const CHAIN_LINKS = ['signal', 'disruption', 'proposal', 'policy', 'decision', 'step', 'roll-back'] as const;

/** One link of the chain from signal to roll-back, with the audit entries that stand behind it. */
export const chainLinkSchema = z.object({
  link: z.enum(CHAIN_LINKS),
  /** False when the chain lacks this link; `words` then says what is missing (a roll-back that was never asked for is not missing). */
  present: z.boolean(),
  words: z.string(),
  /** Where on the console this stands. */
  href: z.string().nullable(),
  entries: z.array(auditEntryViewSchema),
  /** Signals of the chain, when this is the signal link. */
  signals: z.array(
    z.object({
      source: z.string(),
      id: z.string(),
      type: z.string(),
      eventAt: instant,
      recordedAt: instant,
      payloadHash: z.string(),
      words: z.string(),
      /** Its sender has taken it back, perhaps after the decision. */
      takenBack: z.boolean(),
    }),
  ),
});

export const traceSchema = z.object({
  decisionId: z.string(),
  disruptionId: z.string(),
  actionId: z.string().nullable(),
  title: z.string(),
  decidedAt: instant,
  chain: z.array(chainLinkSchema),
  complete: z.boolean(),
  missing: z.array(z.string()),
});
export type Trace = z.infer<typeof traceSchema>;

export const accessListInput = z.object({ search: z.string().max(200).optional(), before: z.string().optional() });
/** Who came and went, and what was refused to whom, newest first. */
export const accessListSchema = z.object({
  entries: z.array(
    auditEntryViewSchema.pick({ seq: true, id: true, at: true, action: true, meaning: true, sound: true }).extend({
      /** By name where known. */
      who: z.object({ id: z.string(), name: z.string(), kind: z.string(), roles: z.array(z.string()) }),
      /** The case that a refused act was about. */
      about: z.object({ disruptionId: z.string(), title: z.string() }).nullable(),
    }),
  ),
  /** `seq` to continue before. */
  nextBefore: z.string().nullable(),
});
export type AccessEntry = z.infer<typeof accessListSchema>['entries'][number];

export const auditListInput = z.object({ search: z.string().max(200).optional(), before: z.string().optional() });
export const auditListSchema = z.object({
  decisions: z.array(
    z.object({
      id: z.string(),
      disruptionId: z.string(),
      title: z.string(),
      kind: z.string(),
      actors: z.array(z.string()),
      decidedAt: instant,
      policyVersion: z.number().int(),
      entries: z.number().int(),
    }),
  ),
  nextBefore: z.string().nullable(),
});
