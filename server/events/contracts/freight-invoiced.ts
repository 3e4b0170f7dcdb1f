import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { currency, dayOrInstant, party, quantity, text, thingKey, untrusted } from './schema.ts';

const amount = z.number().min(-1e12).max(1e12).meta({ classification: 'commercial' });

/** freight.invoiced v1: a carrier billed the freight of a shipment, charge by charge. */
export const freightInvoiced = defineContract({
  type: 'freight.invoiced',
  version: 1,
  meaning: 'A carrier billed the freight of a shipment, charge by charge.',
  owner: 'logistics',
  schema: z.object({
    invoice: text(120),
    shipment: text(120).nullable(),
    carrier: party.nullable(),
    invoicedOn: dayOrInstant.nullable(),
    deliveredOn: dayOrInstant.nullable(),
    total: amount,
    currency: currency.nullable().describe('Null when the carrier names none'),
    weightKg: quantity.nullable(),
    charges: z
      .array(
        z.object({
          line: text(60),
          words: untrusted(300).nullable(),
          code: text(60).nullable().describe('Charge code of the carrier, such as FUE for fuel'),
          amount: amount.describe('Negative for a discount'),
        }),
      )
      .max(1_000),
  }),
  keyOf: (data) =>
    data.shipment ? thingKey('shipment', data.shipment) : thingKey('freight-invoice', data.carrier, data.invoice),
  wordsOf: (data) =>
    `${data.carrier ?? 'A carrier'} billed ${data.total} ${data.currency ?? 'in a currency it does not name'} on invoice ${data.invoice}${data.shipment ? ` for shipment ${data.shipment}` : ''}.`,
});
