import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { item, quantity, site, text, thingKey, unit, untrusted } from './schema.ts';

/** quality-lot.judged v1: what may be done with a lot, as quality judged. */
export const qualityLotJudged = defineContract({
  type: 'quality-lot.judged',
  version: 1,
  meaning: 'What may be done with a lot, as quality judged.',
  owner: 'quality',
  schema: z.object({
    lot: text(120),
    item,
    site: site.nullable(),
    quantity,
    unit,
    status: z.enum(['restricted', 'released', 'blocked', 'scrapped']),
    reason: untrusted(2_000).nullable(),
  }),
  keyOf: (data) => thingKey('lot', data.item, data.lot),
  wordsOf: (data) => `Lot ${data.lot} of ${data.item} is ${data.status}.`,
});
