import { z } from 'zod';
import { changeSchema } from '../../proposals/schema.ts';

const instant = z.iso.datetime({ offset: true });
const celsius = z.number();

/** Goods that travel with the thing, as the world told it when the case was written. */
export const goodsSchema = z.object({
  shipment: z.string(),
  item: z.string(),
  quantity: z.number(),
  unit: z.string(),
  orderNumber: z.string().nullable(),
  customer: z.string().nullable(),
  site: z.string().nullable(),
  firstLine: z.boolean(),
  valueUsd: z.number().nullable(),
});
export type ThreatenedGoods = z.infer<typeof goodsSchema>;

/** The newest reading of a device, and whether the device still counts as outside. */
const heardSchema = z.object({
  device: z.string(),
  source: z.string(),
  signalId: z.string(),
  at: instant,
  celsius,
  outside: z.boolean(),
});
export type Heard = z.infer<typeof heardSchema>;

/** What a cold-chain case knows of itself. Times are event times, temperatures in degrees Celsius. */
export const coldChainFactsSchema = z.object({
  thing: z.string(),
  thingKind: z.string(),
  band: z.object({ low: celsius.nullable(), high: celsius.nullable(), from: z.enum(['signal', 'item', 'setting']) }),
  since: instant,
  /** The last reading outside. */
  lastOutside: instant,
  /** When it had been back long enough; null while it lasts. */
  endedAt: instant.nullable(),
  worst: z.object({ celsius, at: instant }),
  latest: z.object({ celsius, at: instant }),
  outsideMinutes: z.number(),
  allowedMinutes: z.number(),
  /** Mean kinetic temperature since it began; null before any time has passed. */
  meanKinetic: celsius.nullable(),
  devices: z.array(z.string()),
  readings: z.number().int(),
  goods: z.array(goodsSchema),
  /** The shipment that its readings tell it to travel with. */
  shipment: z.string().nullable().optional(),
  /** While it lasts: what was heard last of each device, after how many minutes that is silence, and when it will be. */
  heard: z.array(heardSchema).optional(),
  silentMinutes: z.number().optional(),
  /** The longest of its silences that ended, in minutes: a device may report that rarely. */
  pauseMinutes: z.number().optional(),
  silentFrom: instant.optional(),
  /** The reading after which it fell silent, once the case has said so. */
  silentSince: instant.optional(),
  /** While it is silent: when the time that nobody measures will have used up another step of the allowed time. */
  weighFrom: instant.optional(),
  /** What raised it where it was not outside for long enough to count: the device fell silent before. */
  raisedBy: z.literal('silence').optional(),
});
export type ColdChainFacts = z.infer<typeof coldChainFactsSchema>;

export const settingsSchema = z.object({
  /** What holding goods on arrival and reviewing them costs, assumed. */
  holdUsd: z.number(),
  /** Chance that a carrier who is asked brings the unit back into its band. */
  correctionWorks: z.number(),
  /** What spoilt goods that reach a customer cost on top of their value, as a share of it. */
  soldSpoiltFactor: z.number(),
  /** Bounds of the share of goods taken to be spoilt. */
  leastShare: z.number(),
  mostShare: z.number(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Everything the agent is handed. Plain JSON, stored whole with the proposal. */
export const contextSchema = z.object({
  agent: z.object({ name: z.string(), version: z.string() }),
  worldAt: instant,
  facts: coldChainFactsSchema,
  /** Sagas of this case that were carried out and stand. */
  carried: z.array(z.string()),
  settings: settingsSchema,
  change: changeSchema.optional(),
});
export type ColdChainContext = z.infer<typeof contextSchema>;
