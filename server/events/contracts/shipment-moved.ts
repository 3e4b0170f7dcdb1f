import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { latitude, longitude, mode, party, reference, site, text, thingKey, toldSchema, untrusted } from './schema.ts';

/** shipment.moved v1: something happened, or is planned or expected to happen, to a shipment on its way. */
export const shipmentMoved = defineContract({
  type: 'shipment.moved',
  version: 1,
  meaning: 'Something happened, or is planned or expected to happen, to a shipment on its way.',
  owner: 'logistics',
  schema: z.object({
    shipment: text(120).describe('Shipment, booking, or where none is told the container or vehicle'),
    equipment: text(60).nullable(),
    leg: text(120).nullable().describe('Transport call or stop, as the source numbers it'),
    movement: z.enum([
      'pickup',
      'gate-in',
      'gate-out',
      'load',
      'discharge',
      'departure',
      'arrival',
      'stuff',
      'strip',
      'inspection',
      'customs-hold',
      'customs-release',
      'delivery',
      'exception',
      'position',
      'other',
    ]),
    phase: z.enum(['planned', 'estimated', 'actual']),
    site: site.nullable(),
    mode: mode.nullable(),
    carrier: party.nullable(),
    vehicle: text(120).nullable().describe('Vessel IMO number and voyage, truck plate, flight'),
    statusCode: text(60).nullable().describe('The code of the source, as sent'),
    note: untrusted(2_000).nullable(),
    references: z
      .array(reference)
      .max(100)
      .optional()
      .describe('Bookings, bills of lading, orders that it also goes by'),
    latitude,
    longitude,
    told: toldSchema,
  }),
  keyOf: (data) => thingKey('shipment', data.shipment),
  wordsOf: (data) => `Shipment ${data.shipment}: ${data.phase} ${data.movement}${data.site ? ` at ${data.site}` : ''}.`,
});
