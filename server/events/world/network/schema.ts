import { z } from 'zod';
import { stockToldSchema } from '../schema.ts';
import { NETWORK_LISTS, type NetworkList } from './constants.ts';

/** A list of the Network screen. */
export const networkListSchema = z.enum(Object.keys(NETWORK_LISTS) as [NetworkList, ...NetworkList[]]);

/** Who told something: when it happened, when they wrote it down and when it came here, apart. */
export const toldSchema = z.object({
  at: z.iso.datetime().describe('Record time'),
  eventAt: z.iso.datetime().nullable().describe('Event time; null when its signal is not in the log any more'),
  receivedAt: z.iso.datetime().nullable().describe('When it was received; null as above'),
  source: z.string(),
  signalId: z.string(),
  ageMs: z.number().describe('Age by the clock of its stream, in milliseconds'),
});
export type Told = z.infer<typeof toldSchema>;

export const figureSchema = z.object({
  value: z.union([z.string(), z.number()]).nullable(),
  told: toldSchema.nullable(),
});
export type Figure = z.infer<typeof figureSchema>;

/** A thing of the world in a list: figures by column, each with its source and age. */
export const networkRowSchema = z.object({
  key: z.string(),
  region: z.string(),
  /** Parts of the address of its own page, or null when it has none. */
  page: z.array(z.string()).nullable(),
  told: toldSchema.nullable(),
  figures: z.record(z.string(), figureSchema),
});
export type NetworkRow = z.infer<typeof networkRowSchema>;

export const networkPageSchema = z.object({ rows: z.array(networkRowSchema), next: z.string().nullable() });
export type NetworkPage = z.infer<typeof networkPageSchema>;

export const listInputSchema = z.object({
  list: networkListSchema,
  search: z.string().trim().max(200).optional(),
  after: z.string().max(1_000).optional().describe('Key of the last row of the page before'),
});

export const positionInputSchema = z.object({
  item: z.string().min(1).max(300),
  site: z.string().min(1).max(200),
  days: z.number().int().min(7).max(90).default(30),
});

export const flowViewSchema = z.object({
  kind: z.enum(['purchase-order', 'shipment', 'production-order', 'customer-order']),
  name: z.string(),
  quantity: z.number(),
  day: z.iso.date(),
  overdue: z.boolean(),
  told: toldSchema.nullable(),
});
export type FlowView = z.infer<typeof flowViewSchema>;

export const positionViewSchema = z.object({
  item: z.string(),
  itemName: z.string().nullable(),
  site: z.string(),
  unit: z.string(),
  region: z.string(),
  /** First day of the projection, in world time. */
  from: z.iso.date(),
  worldAt: z.iso.datetime(),
  readings: z.array(stockToldSchema.extend({ ageMs: z.number() })),
  onHand: z.number().nullable(),
  blocked: z.number(),
  lots: z.array(z.object({ lot: z.string(), status: z.string(), quantity: z.number(), told: toldSchema })),
  cover: z.object({
    days: z.number().nullable(),
    basis: z.enum(['issues', 'forecast', 'none']),
    demandPerDay: z.number().nullable(),
    overDays: z.number(),
  }),
  projection: z.array(
    z.object({
      day: z.iso.date(),
      supply: z.number(),
      orders: z.number(),
      forecast: z.number(),
      stock: z.number(),
    }),
  ),
  shortOn: z.iso.date().nullable(),
  flows: z.array(flowViewSchema),
  forecast: z.array(z.object({ from: z.iso.date(), days: z.number(), quantity: z.number(), told: toldSchema })),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
  movements: z.array(
    z.object({
      at: z.iso.datetime(),
      quantity: z.number(),
      unit: z.string(),
      reason: z.string(),
      reference: z.string().nullable(),
      told: toldSchema,
    }),
  ),
});
export type PositionView = z.infer<typeof positionViewSchema>;

export const shipmentViewSchema = z.object({
  shipment: z.string(),
  region: z.string(),
  figures: z.record(z.string(), figureSchema),
  lines: z.array(
    z.object({
      orderNumber: z.string().nullable(),
      lineNumber: z.string().nullable(),
      item: z.string(),
      quantity: z.number(),
      unit: z.string(),
      lot: z.string().nullable(),
      told: toldSchema,
    }),
  ),
  /** One row a movement and place; each time as told last, planned, estimated and actual apart. */
  legs: z.array(
    z.object({
      movement: z.string(),
      site: z.string().nullable(),
      leg: z.string().nullable(),
      equipment: z.string().nullable(),
      vehicle: z.string().nullable(),
      planned: figureSchema.nullable(),
      estimated: figureSchema.nullable(),
      actual: figureSchema.nullable(),
    }),
  ),
});
export type ShipmentView = z.infer<typeof shipmentViewSchema>;
