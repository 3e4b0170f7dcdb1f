import type { z } from 'zod';
import type { Settings } from '../settings.ts';
import type { Answer, Store } from '../store.ts';

export type World = { store: Store; settings: Settings; now: Date };

/** What undoing would cost and what stands against it, asked before anything is undone. */
export type Quote = { feeUsd: number; blocker: string | null; reversibleUntil: string | null; words: string };

/** A doing with its undoing, as a system of the enterprise offers it. */
export type Offer<Body = unknown> = {
  system: 'erp' | 'tms' | 'oms' | 'wms';
  operation: string;
  undoOperation: string;
  body: z.ZodType<Body>;
  /** Does the work, or refuses. `effect` records what stood before, and counts. */
  run(world: World, body: Body, effect: (before: Record<string, unknown>) => void): Answer;
  /** What undoing costs and whether something stands against it; `before` is what `run` recorded. */
  quote(world: World, before: Record<string, unknown>): Quote;
  /** Puts back what stood before; called once per done operation, only when the quote names no blocker. */
  undo(world: World, before: Record<string, unknown>): void;
};

/** Something that is said or sent and cannot be taken back: it has an effect and no undo. */
export type Errand<Body = unknown> = Pick<Offer<Body>, 'system' | 'operation' | 'body' | 'run'>;
export const errand = <Body>(definition: Errand<Body>): Errand => definition as unknown as Errand;

/** Ties the body type of one offer together, then forgets it: the router knows only the schema. */
export const offer = <Body>(definition: Offer<Body>): Offer => definition as unknown as Offer;
