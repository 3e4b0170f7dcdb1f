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
] as const;
export type FeedArea = (typeof FEED_AREAS)[number];

/** One thing that changed. Small on purpose: a screen fetches what it shows. `seq` rises; resume after it. */
export const frameSchema = z.object({
  seq: z.number().int(),
  area: z.enum(FEED_AREAS),
  kind: z.string(),
  ids: z.array(z.string()),
  at: z.string(),
});
export type Frame = z.infer<typeof frameSchema>;

/** Server to client. `frame` carries one frame or, coalesced, several. */
export type ServerEvents = {
  frame: (frame: Frame) => void;
  reset: (info: { seq: number }) => void;
  /** Every second: how the tower stands, so that a screen can tell live from stale. */
  pulse: (pulse: Pulse) => void;
};
export type ClientEvents = { resume: (position: { after: number }) => void };

export type Pulse = { seq: number; at: string; world: { source: string; at: string; clock: 'wall' | 'replay' } | null };
