import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { currency, dayOrInstant, mode, money, party, quantity, site, text, thingKey, untrusted } from './schema.ts';

/** tender.offered v1: a load was offered to a carrier, with its stops, or the offer was changed or taken back. */
export const tenderOffered = defineContract({
  type: 'tender.offered',
  version: 1,
  meaning: 'A load was offered to a carrier, with its stops, or the offer was changed or taken back.',
  owner: 'logistics',
  schema: z.object({
    shipment: text(120),
    carrier: party.nullable(),
    purpose: z.enum(['offered', 'changed', 'cancelled']),
    mode: mode.nullable(),
    weightKg: quantity.nullable(),
    charge: money.nullable().describe('What the shipper offers to pay'),
    currency: currency.nullable(),
    stops: z
      .array(
        z.object({
          number: text(60),
          kind: z.enum(['pickup', 'delivery', 'other']),
          site: site.nullable(),
          place: text(300).nullable().describe('Town and country, as written'),
          earliest: dayOrInstant.nullable(),
          latest: dayOrInstant.nullable(),
          orders: z.array(text(120)).max(500).describe('Purchase orders loaded or unloaded here'),
        }),
      )
      .max(500),
    note: untrusted(2_000).nullable(),
  }),
  keyOf: (data) => thingKey('shipment', data.shipment),
  wordsOf: (data) =>
    `Load ${data.shipment} was ${data.purpose}${data.carrier ? ` to ${data.carrier}` : ''} with ${data.stops.length} ${data.stops.length === 1 ? 'stop' : 'stops'}.`,
});
