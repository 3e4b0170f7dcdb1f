import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { lineWords, orderLineSchema, shipmentKeyOf } from './order-line.ts';

/** purchase-order.sent v1: a line was ordered from a supplier. Event time is when the order was sent. */
export const purchaseOrderSent = defineContract({
  type: 'purchase-order.sent',
  version: 1,
  meaning: 'A purchase order line was sent to its supplier.',
  owner: 'procurement',
  schema: z.object({ line: orderLineSchema }),
  keyOf: ({ line }, source) => shipmentKeyOf(source, line.shipment),
  wordsOf: ({ line }) => `Line ${line.lineNumber} was ordered from ${line.supplier}: ${lineWords(line)}.`,
});
