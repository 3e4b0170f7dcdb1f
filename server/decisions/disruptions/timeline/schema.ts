import { z } from 'zod';
import { proposalViewSchema, verdictSchema } from '../../proposals/schema.ts';
import { cardDecisionSchema, noteSchema } from '../schema.ts';

const instant = z.iso.datetime({ offset: true });

/** A place on the timeline of a case; what comes after it is older. */
export const timelineCursorSchema = z.object({
  at: instant,
  rank: z.number().int(),
  revision: z.number().int(),
  step: z.number().int(),
  id: z.string().max(200),
});
export type TimelineCursor = z.infer<typeof timelineCursorSchema>;

export const revisionInput = z.object({ id: z.uuid(), revision: z.number().int().positive() });
export const timelineInput = z.object({ id: z.uuid(), cursor: timelineCursorSchema.nullish() });

/** One thing that happened to a case, on the wall clock. */
export const timelineEntrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened'), at: instant }),
  z.object({ kind: z.literal('closed'), at: instant, words: z.string() }),
  z.object({
    kind: z.literal('revision'),
    at: instant,
    id: z.string(),
    revision: z.number().int(),
    state: proposalViewSchema.shape.state,
    proposer: proposalViewSchema.shape.proposer,
    title: z.string(),
    verdict: verdictSchema,
    override: proposalViewSchema.shape.override,
    /** What changed since the revision before it, in a line; null for the first. */
    changed: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('seat'),
    at: instant,
    proposalId: z.string(),
    userId: z.string(),
    name: z.string(),
    note: z.string().nullable(),
    /** The nth of those needed. */
    nth: z.number().int(),
    needed: z.number().int(),
  }),
  z.object({
    kind: z.literal('revoked'),
    at: instant,
    id: z.string(),
    userId: z.string(),
    name: z.string(),
    note: z.string().nullable(),
    givenAt: instant,
    /** Why, to follow the name. */
    words: z.string(),
  }),
  z.object({ kind: z.literal('decision'), at: instant, decision: cardDecisionSchema }),
  z.object({ kind: z.literal('note'), at: instant, note: noteSchema }),
]);
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** A page of the timeline, newest first. */
export const timelineSchema = z.object({
  entries: z.array(timelineEntrySchema),
  /** How many there are before these. */
  earlier: z.number().int(),
  next: timelineCursorSchema.nullable(),
});
export type Timeline = z.infer<typeof timelineSchema>;
