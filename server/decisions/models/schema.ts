import { z } from 'zod';
import { featureValueSchema } from '../../events/features/schema.ts';

const instant = z.iso.datetime({ offset: true });

export const MODEL_KINDS = ['agent', 'estimator', 'scorer'] as const;
export const MODEL_STATES = ['draft', 'listed', 'suspended', 'retired'] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** An entry as this build knows it. What it says of a version never changes; its status is in the store. */
export type ModelEntry = {
  name: string;
  version: string;
  kind: (typeof MODEL_KINDS)[number];
  purpose: string;
  trainingData: string;
  /** How its quality is measured. */
  measure: string;
  limits: string;
  risk: string;
  owner: string;
  /** Agents that use it: they propose nothing without it. */
  usedBy: readonly string[];
};

const named = z.object({ name: z.string().min(1).max(120), version: z.string().min(1).max(40) });
export const modelInput = named;
/** What people change the status of a model to. */
export type ChangedTo = 'suspended' | 'listed';
export const changeModelInput = named.extend({
  reason: z.string().trim().min(3, 'Say why, in a few words.').max(2000),
});

/** Measured quality: from stored outcomes, or no data. */
export const qualitySchema = z.object({
  /** "off by 11 % of the bill at the median", or null: no data. */
  words: z.string().nullable(),
  /** How many outcomes it was measured on. */
  n: z.number().int(),
  window: z.string(),
});
export type Quality = z.infer<typeof qualitySchema>;

export const modelSchema = named.extend({
  kind: z.enum(MODEL_KINDS),
  purpose: z.string(),
  trainingData: z.string(),
  measure: z.string(),
  limits: z.string(),
  risk: z.string(),
  owner: z.string(),
  usedBy: z.array(z.string()),
  status: z.enum(MODEL_STATES),
  statusReason: z.string().nullable(),
  statusBy: z.string(),
  statusAt: instant,
  addedAt: instant,
  /** Open cases that wait for a person because of it. */
  heldCases: z.number().int(),
});
export type ModelView = z.infer<typeof modelSchema>;

/** An entry whole, with its measured quality and what the reader may do. */
export const modelCardSchema = modelSchema.extend({
  quality: qualitySchema,
  may: z.object({
    suspend: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
    resume: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
  }),
});
export type ModelCard = z.infer<typeof modelCardSchema>;

/** An agent at work: what it proposed and what became of it. */
export const agentSchema = z.object({
  name: z.string(),
  version: z.string(),
  playbook: z.string(),
  status: z.enum(MODEL_STATES).nullable(),
  proposals: z.number().int(),
  /** Of its proposals that people decided: taken as they were. */
  decided: z.number().int(),
  unchanged: z.number().int(),
  changed: z.number().int(),
  rejected: z.number().int(),
  /** Settled by policy alone. */
  byPolicy: z.number().int(),
});
export type AgentView = z.infer<typeof agentSchema>;

/** Figures behind a proposal from a place on, counted from 0. */
export const factsInput = z.object({ proposalId: z.uuid(), cursor: z.number().int().nonnegative().nullish() });
export const factsSchema = z.object({
  rows: z.array(featureValueSchema),
  count: z.number().int(),
  next: z.number().int().nullable(),
});
export type FactsPage = z.infer<typeof factsSchema>;
