import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { latitude, longitude, party, reference, site, text, thingKey, toldSchema } from './schema.ts';

/** equipment.observed v1: a device on a container or a reefer reported. What it measured follows as sensor.observed. */
export const equipmentObserved = defineContract({
  type: 'equipment.observed',
  version: 1,
  meaning: 'A device on a container or a reefer reported. What it measured follows as signals of its own.',
  owner: 'logistics',
  schema: z.object({
    equipment: text(60),
    device: z.enum(['reefer', 'tracker']),
    happening: z.enum([
      'measured',
      'adjusted',
      'door-opened',
      'door-closed',
      'powered-on',
      'powered-off',
      'moved',
      'stopped',
      'detected',
      'located',
      'other',
    ]),
    phase: z.enum(['planned', 'estimated', 'actual']),
    statusCode: text(60).nullable().describe('The code of the source, as sent'),
    readings: z.number().int().nonnegative().describe('Readings in it; each follows as a sensor.observed'),
    site: site.nullable(),
    latitude,
    longitude,
    carrier: party.nullable(),
    shipment: text(120).nullable().describe('Shipment or booking it travels with'),
    references: z.array(reference).max(100),
    told: toldSchema,
  }),
  keyOf: (data) => thingKey('equipment', data.equipment),
  wordsOf: (data) =>
    `The ${data.device} of ${data.equipment} reported: ${data.happening === 'other' ? (data.statusCode ?? 'something') : data.happening.replaceAll('-', ' ')}${data.site ? ` at ${data.site}` : ''}.`,
});
