import type { Caller } from '../caller.ts';
import { subjectDoneSchema } from '../schema.ts';
import { type Call, undoing } from '../undo-call.ts';
import { type BookFreight, bookedSchema, type SendSetPoint } from './schema.ts';

/** The TMS: freight bookings, and messages to carriers. A message cannot be taken back. A cancelled booking costs a fee, and none is cancelled after pick-up. */
export function createTms(call: Caller) {
  return {
    bookFreight: {
      do: (body: BookFreight, { key, timeoutMs }: Call) =>
        call({
          method: 'POST',
          path: '/tms/book-freight',
          body,
          key,
          timeoutMs,
          schema: bookedSchema,
          about: (answer) => answer.shipment === body.shipment,
        }),
      ...undoing(call, '/tms/cancel-booking', '/tms/book-freight'),
    },
    sendSetPoint: {
      do: (body: SendSetPoint, { key, timeoutMs }: Call) =>
        call({
          method: 'POST',
          path: '/tms/send-set-point',
          body,
          key,
          timeoutMs,
          schema: subjectDoneSchema,
          about: (answer) => answer.subject === body.subject,
        }),
    },
  };
}
