import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { orderLineSchema, shipmentKeyOf } from './order-line.ts';
import { dayOrInstant } from './schema.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const day = (told: string) => told.slice(0, 10);

/** delivery.recorded v1: event time is the delivery, record time (`recordedtime`) is when the source wrote it down. */
export const deliveryRecorded = defineContract({
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
  keyOf: ({ line }, source) => shipmentKeyOf(source, line.shipment),
  wordsOf: ({ line, deliveredOn, recordedOn }) => {
    const when = day(deliveredOn) === day(recordedOn) ? '' : ` and recorded on ${day(recordedOn)}`;
    return `Line ${line.lineNumber} (${whole.format(line.quantity)} × ${line.item}) was delivered to ${line.destination} on ${day(deliveredOn)}${when}; it was due on ${day(line.scheduledDelivery)}.`;
  },
});
