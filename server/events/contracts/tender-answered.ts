import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { party, text, thingKey, untrusted } from './schema.ts';

/** tender.answered v1: a carrier took or declined a load that was offered to it. */
export const tenderAnswered = defineContract({
  type: 'tender.answered',
  version: 1,
  meaning: 'A carrier took or declined a load that was offered to it.',
  owner: 'logistics',
  schema: z.object({
    shipment: text(120),
    carrier: party.nullable(),
    answer: z.enum(['accepted', 'declined', 'conditional']),
    reason: text(60).nullable().describe('Code of the carrier, as sent'),
    note: untrusted(2_000).nullable(),
  }),
  keyOf: (data) => thingKey('shipment', data.shipment),
  wordsOf: (data) =>
    `${data.carrier ?? 'The carrier'} ${data.answer === 'conditional' ? 'answered with conditions on' : data.answer} load ${data.shipment}.`,
});
