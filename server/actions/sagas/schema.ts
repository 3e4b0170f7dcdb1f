import { z } from 'zod';
import { CLOSING_NOTE, ROLL_BACK_REASON } from './constants.ts';

const instant = z.iso.datetime({ offset: true });

export const actionStateSchema = z.enum([
  'grace', // decided, not dispatched; Undo stops it
  'running',
  'done',
  'stopped', // undone within the grace period
  'withdrawn', // the facts moved before dispatch; nothing ran
  'failed', // a step failed for good; what had run was compensated
  'compensating',
  'rolled_back',
  'needs_person', // an undo was refused or failed
  'closed_by_person',
]);
export type ActionState = z.infer<typeof actionStateSchema>;

export const stepStateSchema = z.enum([
  'pending',
  'running',
  'done',
  'failed',
  'undoing',
  'undone',
  'undo_refused',
  'closed',
]);
export type StepState = z.infer<typeof stepStateSchema>;
export const stepKindSchema = z.enum(['compensatable', 'pivot', 'retriable']);

export const stepViewSchema = z.object({
  key: z.string(),
  position: z.number().int(),
  title: z.string(),
  undoTitle: z.string().nullable(),
  kind: stepKindSchema,
  system: z.enum(['ERP', 'TMS', 'WMS', 'MES', 'OMS', 'QM']),
  state: stepStateSchema,
  attempts: z.number().int(),
  undoAttempts: z.number().int(),
  /** What the system answered, as words for people. */
  answer: z.string().nullable(),
  undoAnswer: z.string().nullable(),
  error: z.string().nullable(),
  idempotencyKey: z.string(),
  reversibleUntil: instant.nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  undoneAt: instant.nullable(),
  closed: z.object({ by: z.string(), note: z.string() }).nullable(),
});
export type StepView = z.infer<typeof stepViewSchema>;

export const actionRowSchema = z.object({
  id: z.string(),
  title: z.string(),
  saga: z.string(),
  state: actionStateSchema,
  disruptionId: z.string(),
  decisionId: z.string(),
  region: z.string(),
  costUsd: z.number(),
  stepsDone: z.number().int(),
  steps: z.number().int(),
  createdAt: instant,
  graceUntil: instant,
  finishedAt: instant.nullable(),
});
export type ActionRow = z.infer<typeof actionRowSchema>;

export const actionViewSchema = actionRowSchema.omit({ steps: true }).extend({
  sagaVersion: z.number().int(),
  disruptionTitle: z.string(),
  decidedBy: z.array(z.string()),
  detail: z.string().nullable(),
  /** Who asked for the last roll-back, by name. */
  rollbackBy: z.string().nullable(),
  dispatchedAt: instant.nullable(),
  steps: z.array(stepViewSchema),
  may: z.record(z.enum(['undo', 'rollback', 'close']), z.object({ allowed: z.boolean(), why: z.string().nullable() })),
});
export type ActionView = z.infer<typeof actionViewSchema>;

/** What rolling back would do, before anyone agrees to it. In the order in which it would run. */
export const rollbackPlanSchema = z.object({
  actionId: z.string(),
  planHash: z.string(),
  steps: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      system: z.string(),
      /** What stays spent although it is undone. */
      residualUsd: z.number(),
      /** Named reason why the system will refuse, as it says itself when asked; null when it agrees. */
      blocker: z.string().nullable(),
      words: z.string(),
    }),
  ),
  residualUsd: z.number(),
  blockers: z.array(z.string()),
  /** One sentence to decide on. */
  words: z.string(),
});
export type RollbackPlan = z.infer<typeof rollbackPlanSchema>;

export const actionIdInput = z.object({ actionId: z.uuid() });
export const rollbackInput = z.object({
  actionId: z.uuid(),
  planHash: z.string(),
  reason: z.string().trim().min(ROLL_BACK_REASON.least, ROLL_BACK_REASON.words).max(ROLL_BACK_REASON.most),
});
export const closeStepInput = z.object({
  actionId: z.uuid(),
  stepKey: z.string(),
  note: z.string().trim().min(CLOSING_NOTE.least, CLOSING_NOTE.words).max(CLOSING_NOTE.most),
});
export const listActionsInput = z.object({ filter: z.enum(['active', 'all', 'needs-person']).default('all') });

/** An action as `GET /actions` gives it. Fields are added, never taken away or renamed. */
export const publishedActionSchema = z.strictObject({
  id: z.string(),
  decisionId: z.string(),
  disruptionId: z.string(),
  region: z.string(),
  saga: z.string(),
  sagaVersion: z.number().int(),
  title: z.string(),
  state: z.string().describe(actionStateSchema.options.join(', ')),
  graceUntil: instant.describe('Until then Undo stops it before anything runs'),
  dispatchedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  createdAt: instant,
  steps: z.array(
    z.strictObject({
      key: z.string(),
      position: z.number().int(),
      title: z.string(),
      kind: z.string().describe(stepKindSchema.options.join(', ')),
      system: z.string(),
      state: z.string().describe(stepStateSchema.options.join(', ')),
      attempts: z.number().int(),
      undoAttempts: z.number().int(),
      error: z.string().nullable(),
      reversibleUntil: instant.nullable(),
      startedAt: instant.nullable(),
      finishedAt: instant.nullable(),
      undoneAt: instant.nullable(),
    }),
  ),
});
export type PublishedAction = z.infer<typeof publishedActionSchema>;
