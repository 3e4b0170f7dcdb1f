import { z } from 'zod';
import { dayOrInstant, orderLineSchema } from './order-line.ts';

/** delivery.recorded v1: event time is the delivery, record time (`recordedtime`) is when the source wrote it down. */
export const deliveryRecorded = {
  type: 'delivery.recorded',
  version: 1,
  meaning: 'A line was delivered to its client, as recorded by the source.',
  owner: 'logistics',
  schema: z.object({
    line: orderLineSchema,
    deliveredOn: dayOrInstant,
    recordedOn: dayOrInstant,
    weightKg: z
      .number()
      .positive()
      .max(1e12)
      .nullable()
      .describe('Null when the source gives words or points to another line'),
    freight: z.number().nonnegative().max(1e12).nullable().describe('Freight in line currency; null as for weight'),
    freightNote: z.string().max(300).optional().describe('What the source wrote instead of a number'),
  }),
} as const;
