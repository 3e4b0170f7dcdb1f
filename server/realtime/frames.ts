import { z } from 'zod';

export const FEED_AREAS = [
  'signals',
  'disruptions',
  'proposals',
  'decisions',
  'actions',
  'sources',
  'audit',
  'policies',
  'noise',
  'retention',
  'models',
] as const;
export type FeedArea = (typeof FEED_AREAS)[number];

/**
 * One thing that changed. Small on purpose: a screen fetches what it shows. `seq` rises; resume after it. `ids` of `proposals`,
 * `decisions` and `actions` begin with the thing itself, then its case; of `disruptions` all are cases.
 */
export const frameSchema = z.object({
  seq: z.number().int(),
  area: z.enum(FEED_AREAS),
  kind: z.string(),
  ids: z.array(z.string()),
  at: z.string(),
});
export type Frame = z.infer<typeof frameSchema>;

/** A row of the feed as a screen gets it: without its region, which decided who gets it. */
export const frameOf = ({ region: _, ...frame }: Frame & { region: string }): Frame => frame;

/** Sent instead of frames when too much was missed: fetch everything anew; the stream goes on after `seq`. */
export const resetSchema = z.object({ seq: z.number().int() });

/** Every second: how the tower stands, so that a screen can tell live from stale. */
export const pulseSchema = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  world: z
    .object({ source: z.string(), at: z.iso.datetime(), clock: z.enum(['wall', 'replay']) })
    .nullable()
    .describe('The stream that moved last and its world time'),
  database: z
    .object({ answers: z.boolean(), words: z.string().nullable() })
    .optional()
    .describe('Whether the database answers, and what ended a call to it within the last minute'),
});
export type Pulse = z.infer<typeof pulseSchema>;

/** Who the socket speaks to: a tab whose page was made for somebody else says so. Sent first. */
export const personSchema = z.object({ id: z.string(), name: z.string() });

/** Sent before the server hangs up: the session has ended, or the person has too many sockets. */
export const dismissalSchema = z.object({ code: z.enum(['ended', 'too-many']), message: z.string() });
export type Dismissal = z.infer<typeof dismissalSchema>;

/** Where a client stopped: it gets what came after, or `reset`. */
export const resumeSchema = z.object({ after: z.number().int().nonnegative() });

/** Server to client. `frame` carries one frame. */
export type ServerEvents = {
  frame: (frame: Frame) => void;
  reset: (info: z.infer<typeof resetSchema>) => void;
  pulse: (pulse: Pulse) => void;
  person: (person: z.infer<typeof personSchema>) => void;
  dismissed: (why: Dismissal) => void;
};
export type ClientEvents = { resume: (position: z.infer<typeof resumeSchema>) => void };
