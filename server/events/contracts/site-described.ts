import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { site, text, thingKey } from './schema.ts';

/** site.described v1: what a site is and where it lies. */
export const siteDescribed = defineContract({
  type: 'site.described',
  version: 1,
  meaning: 'What a site is and where it lies.',
  owner: 'master data',
  schema: z.object({
    site,
    name: text(200),
    kind: z.enum([
      'supplier',
      'plant',
      'warehouse',
      'distribution-centre',
      'port',
      'airport',
      'store',
      'customer',
      'other',
    ]),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code of two letters')
      .nullable(),
    latitude: z.number().min(-90).max(90).nullable(),
    longitude: z.number().min(-180).max(180).nullable(),
  }),
  keyOf: (data) => thingKey('site', data.site),
  wordsOf: (data) => `Site ${data.site} is the ${data.kind} ${data.name}.`,
});
