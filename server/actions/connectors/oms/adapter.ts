import type { Caller } from '../caller.ts';
import { type Call, undoing } from '../undo-call.ts';
import { promisedSchema, type RePromise } from './schema.ts';

/** The OMS: what customers were promised. */
export function createOms(call: Caller) {
  return {
    rePromise: {
      do: (body: RePromise, { key, timeoutMs }: Call) =>
        call({
          method: 'POST',
          path: '/oms/re-promise',
          body,
          key,
          timeoutMs,
          schema: promisedSchema,
          about: (answer) => answer.shipment === body.shipment,
        }),
      ...undoing(call, '/oms/restore-promise', '/oms/re-promise'),
    },
  };
}
