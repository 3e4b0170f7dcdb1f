import { z } from 'zod';
import { dayOrInstant, text } from './schema.ts';

/** What a source says of one purchase order line; the same in every signal that speaks of it. */
export const orderLineSchema = z.object({
  orderNumber: text(120).describe('Purchase or sales order number'),
  lineNumber: text(120).describe('Line of the order, unique within the source'),
  shipment: text(120).describe('Advance ship notice or delivery note that carries the line'),
  supplier: text(200),
  item: text(300).describe('Item as the source names it'),
  itemGroup: text(120).describe('Product group, by which sensitivity is judged'),
  origin: text(200).describe('Where the goods leave from: manufacturing site or distribution centre'),
  destination: text(200).describe('Where they are due: country or site'),
  region: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .describe('Region scope, lower case with hyphens'),
  customer: text(200).describe('Programme or customer the line is for'),
  mode: z.enum(['air', 'air-charter', 'ocean', 'truck', 'unknown']),
  quantity: z.number().positive().max(1e12).describe('Packs'),
  packUnit: text(60).describe('What a pack is, e.g. "60 tablets"'),
  value: z.number().nonnegative().max(1e12).describe('Line value in currency'),
  currency: z.literal('USD').describe('The base currency; others are refused until rates are a source'),
  firstLine: z.boolean().describe('First-line treatment or otherwise critical'),
  scheduledDelivery: dayOrInstant,
});
export type OrderLineData = z.infer<typeof orderLineSchema>;

/** The key of a shipment, known to one source alone. */
export const shipmentKeyOf = (source: string, shipment: string): string => `${source}|${shipment}`;

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** What a line is about, in words: quantity, item, worth, where and when it is due. */
export const lineWords = (line: OrderLineData): string =>
  `${whole.format(line.quantity)} × ${line.item}, worth $${whole.format(line.value)}, due in ${line.destination} on ${line.scheduledDelivery.slice(0, 10)}`;
