import { z } from 'zod';
import { changeSchema } from '../../proposals/schema.ts';

const instant = z.iso.datetime({ offset: true });

const figureSchema = z.object({
  quantity: z.number(),
  /** Event time of the newest count or movement in it, and of the count. */
  at: instant,
  countedAt: instant,
  source: z.string(),
  signalId: z.string(),
});

/** What a stock case knows of itself: two figures of one item at one site. */
export const stockFactsSchema = z.object({
  item: z.string(),
  site: z.string(),
  unit: z.string(),
  ledger: figureSchema,
  physical: figureSchema,
  /** Physical minus ledger, and its share of the ledger in percent. */
  difference: z.number(),
  percent: z.number(),
  unitCostUsd: z.number().nullable(),
  /** What the difference is worth; null when nobody told a unit cost. */
  valueUsd: z.number().nullable(),
  tolerance: z.object({ percent: z.number(), moneyUsd: z.number() }),
  since: instant,
  endedAt: instant.nullable(),
  /** Which figure was taken back, so that nothing is left to compare; or what is left is told in two units. */
  withdrawn: z.enum(['ledger', 'physical', 'both', 'unit']).optional(),
});
export type StockFacts = z.infer<typeof stockFactsSchema>;

export const settingsSchema = z.object({
  /** What a recount and a freeze cost, assumed. */
  recountUsd: z.number(),
  freezeUsd: z.number(),
  /** Chance that a wrong figure costs its value: left alone, after a recount, and while the stock is frozen. */
  lossIfLeft: z.number(),
  lossAfterRecount: z.number(),
  lossWhenFrozen: z.number(),
  /** Chance that the count is the wrong one of the two figures, and that two counts are. */
  countWrong: z.number(),
  countWrongTwice: z.number(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Everything the agent is handed. Plain JSON, stored whole with the proposal. */
export const contextSchema = z.object({
  agent: z.object({ name: z.string(), version: z.string() }),
  worldAt: instant,
  facts: stockFactsSchema,
  /** Sagas of this case that were carried out and stand. */
  carried: z.array(z.string()),
  settings: settingsSchema,
  change: changeSchema.optional(),
});
export type StockContext = z.infer<typeof contextSchema>;
