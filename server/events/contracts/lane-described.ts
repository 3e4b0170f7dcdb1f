import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { currency, mode, money, site, thingKey } from './schema.ts';

/** lane.described v1: how long a lane takes by a mode and what it costs, as planned. */
export const laneDescribed = defineContract({
  type: 'lane.described',
  version: 1,
  meaning: 'How long a lane takes by a mode and what it costs, as planned.',
  owner: 'logistics',
  schema: z.object({
    origin: site,
    destination: site,
    mode,
    leadDays: z.number().nonnegative().max(1_000),
    costPerKg: money.nullable(),
    currency: currency.nullable(),
  }),
  keyOf: (data) => thingKey('lane', data.origin, data.destination, data.mode),
  wordsOf: (data) => `${data.origin} to ${data.destination} by ${data.mode} is planned at ${data.leadDays} days.`,
});
