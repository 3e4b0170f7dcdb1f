import { z } from 'zod';
import { factsForProposalSchema } from '../../../events/world/schema.ts';
import { changeSchema } from '../../proposals/schema.ts';

const instant = z.iso.datetime({ offset: true });

/** An overdue, undelivered line of the case, as the store had it when the proposal was made. */
export const caseLineSchema = z.object({
  key: z.string(),
  orderNumber: z.string(),
  lineNumber: z.string(),
  supplier: z.string(),
  item: z.string(),
  itemGroup: z.string(),
  origin: z.string(),
  destination: z.string(),
  customer: z.string(),
  mode: z.string(),
  quantity: z.number(),
  packUnit: z.string(),
  valueUsd: z.number(),
  firstLine: z.boolean(),
  dueAt: instant,
});
export type CaseLine = z.infer<typeof caseLineSchema>;

export const settingsSchema = z.object({
  /** Days past due after which the customer's promise is broken. */
  toleranceDays: z.number(),
  /** Door-to-door days of a mode, assumed. */
  doorToDoorDays: z.record(z.string(), z.number()),
  /** Days within which a booked movement usually differs from its plan. */
  spreadDays: z.number(),
  /** How many deliveries a wider record weighs against a narrower one. */
  priorWeight: z.number(),
  /** Chance that a late delivery passes the tolerance, before any record. */
  priorMissWaiting: z.number(),
  /** Chance that a new order misses the breach, before any record. */
  priorMissSplitting: z.number(),
  /** Deliveries from which an arrival may be read. */
  minimumRecord: z.number(),
  /** Freight bills from which a rate may be read. */
  minimumFreight: z.number(),
  /** Delivered lines of an item that make another supplier's record settled. */
  settledLines: z.number(),
  /** What a carrier keeps of a cancelled booking, assumed until it says so itself. */
  bookingFeeUsd: z.number(),
  /** What changing one order and placing another costs, assumed. */
  orderFeeUsd: z.number(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Everything the agent is handed. Plain JSON, stored whole with the proposal, so that it can be computed again to the same bytes. */
export const contextSchema = z.object({
  agent: z.object({ name: z.string(), version: z.string() }),
  worldAt: instant,
  shipment: z.string(),
  lines: z.array(caseLineSchema).min(1),
  facts: factsForProposalSchema,
  settings: settingsSchema,
  /** What a person changed, on a revision made by a person. */
  change: changeSchema.optional(),
});
export type ProposalContext = z.infer<typeof contextSchema>;
