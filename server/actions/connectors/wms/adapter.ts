import type { Caller } from '../caller.ts';
import { subjectDoneSchema } from '../schema.ts';
import { type Call, undoing } from '../undo-call.ts';
import type { FreezeStock, OrderCount, PlaceHold } from './schema.ts';

/** The WMS: holds of goods and of stock, and orders to count. */
export function createWms(call: Caller) {
  const post = (path: string, body: Record<string, unknown>, subject: string, { key, timeoutMs }: Call) =>
    call({
      method: 'POST',
      path,
      body,
      key,
      timeoutMs,
      schema: subjectDoneSchema,
      about: (answer) => answer.subject === subject,
    });
  return {
    placeHold: {
      do: (body: PlaceHold, how: Call) => post('/wms/place-hold', body, body.subject, how),
      ...undoing(call, '/wms/release-hold', '/wms/place-hold'),
    },
    freezeStock: {
      do: (body: FreezeStock, how: Call) => post('/wms/freeze-stock', body, `${body.item} at ${body.site}`, how),
      ...undoing(call, '/wms/release-stock', '/wms/freeze-stock'),
    },
    orderCount: {
      do: (body: OrderCount, how: Call) => post('/wms/order-count', body, `${body.item} at ${body.site}`, how),
      ...undoing(call, '/wms/cancel-count', '/wms/order-count'),
    },
  };
}
