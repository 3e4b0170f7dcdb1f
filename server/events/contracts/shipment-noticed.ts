import { z } from 'zod';
import { dayOfYear } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';
import { dayOrInstant, item, mode, orderNumber, party, quantity, site, text, thingKey, unit } from './schema.ts';

/** shipment.noticed v1: an advance ship notice: what is under way, from whom, until when. */
export const shipmentNoticed = defineContract({
  type: 'shipment.noticed',
  version: 1,
  meaning: 'An advance ship notice: what is under way, from whom, until when.',
  owner: 'logistics',
  schema: z.object({
    shipment: text(120),
    supplier: party.nullable(),
    carrier: party.nullable(),
    mode: mode.nullable(),
    shipFrom: site.nullable(),
    shipTo: site.nullable(),
    shippedAt: dayOrInstant.nullable(),
    expectedAt: dayOrInstant.nullable(),
    equipment: z.array(text(60)).max(500).describe('Containers, trailers, unit loads'),
    lines: z
      .array(
        z.object({
          orderNumber: orderNumber.nullable(),
          lineNumber: text(120).nullable(),
          item,
          quantity,
          unit,
          lot: text(120).nullable(),
        }),
      )
      .max(5_000),
  }),
  keyOf: (data) => thingKey('shipment', data.shipment),
  wordsOf: (data) =>
    `Shipment ${data.shipment} was noticed with ${data.lines.length} ${data.lines.length === 1 ? 'line' : 'lines'}${data.expectedAt ? `, expected ${dayOfYear(data.expectedAt)}` : ''}.`,
});
