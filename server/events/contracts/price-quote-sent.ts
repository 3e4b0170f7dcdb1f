import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { lineWords, orderLineSchema, shipmentKeyOf } from './order-line.ts';

/** price-quote.sent v1: for lines served from stock the quote to the client is the first word of the line. */
export const priceQuoteSent = defineContract({
  type: 'price-quote.sent',
  version: 1,
  meaning: 'A line to be served from stock was quoted to the client.',
  owner: 'procurement',
  schema: z.object({ line: orderLineSchema }),
  keyOf: ({ line }, source) => shipmentKeyOf(source, line.shipment),
  wordsOf: ({ line }) => `Line ${line.lineNumber} was quoted to ${line.customer}: ${lineWords(line)}.`,
});
