import { z } from 'zod';
import { orderLineSchema } from './order-line.ts';

/** price-quote.sent v1: for lines served from stock the quote to the client is the first word of the line. */
export const priceQuoteSent = {
  type: 'price-quote.sent',
  version: 1,
  meaning: 'A line to be served from stock was quoted to the client.',
  owner: 'procurement',
  schema: z.object({ line: orderLineSchema }),
} as const;
