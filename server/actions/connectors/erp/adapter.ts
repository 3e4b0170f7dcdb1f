import type { Caller } from '../caller.ts';
import { subjectDoneSchema } from '../schema.ts';
import { type Call, undoing } from '../undo-call.ts';
import {
  type ChangeOrder,
  type CreateSplitOrder,
  orderDoneSchema,
  type PostAdjustment,
  type ReduceLines,
} from './schema.ts';

/** The ERP: purchase orders, their lines, dates and modes. */
export function createErp(call: Caller) {
  const post = (
    path: string,
    body: Record<string, unknown>,
    { key, timeoutMs }: Call,
    about: (orderNumber: string) => boolean,
  ) =>
    call({
      method: 'POST',
      path,
      body,
      key,
      timeoutMs,
      schema: orderDoneSchema,
      about: (answer) => about(answer.orderNumber),
    });
  return {
    changeOrder: {
      do: (body: ChangeOrder, how: Call) => post('/erp/change-order', body, how, (order) => order === body.orderNumber),
      ...undoing(call, '/erp/restore-order', '/erp/change-order'),
    },
    reduceLines: {
      do: (body: ReduceLines, how: Call) => post('/erp/reduce-lines', body, how, (order) => order === body.orderNumber),
      ...undoing(call, '/erp/restore-lines', '/erp/reduce-lines'),
    },
    adjustStock: {
      do: (body: PostAdjustment, { key, timeoutMs }: Call) =>
        call({
          method: 'POST',
          path: '/erp/post-adjustment',
          body,
          key,
          timeoutMs,
          schema: subjectDoneSchema,
          about: (answer) => answer.subject === `${body.item} at ${body.site}`,
        }),
      ...undoing(call, '/erp/reverse-posting', '/erp/post-adjustment'),
    },
    splitOrder: {
      // The ERP numbers the new order after the one it was split from.
      do: (body: CreateSplitOrder, how: Call) =>
        post('/erp/create-split-order', body, how, (order) => order.startsWith(`${body.fromOrder}-`)),
      ...undoing(call, '/erp/cancel-split-order', '/erp/create-split-order'),
    },
  };
}
