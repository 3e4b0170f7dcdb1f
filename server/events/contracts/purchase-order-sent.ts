import { z } from 'zod';
import { orderLineSchema } from './order-line.ts';

/** purchase-order.sent v1: a line was ordered from a supplier. Event time is when the order was sent. */
export const purchaseOrderSent = {
  type: 'purchase-order.sent',
  version: 1,
  meaning: 'A purchase order line was sent to its supplier.',
  owner: 'procurement',
  schema: z.object({ line: orderLineSchema }),
} as const;
