import { dayOfYear, plural } from '../../core/words.ts';
import type { SagaInput } from '../../decisions/proposals/schema.ts';
import { CALL_TIMEOUT_MS, PARTNER_RETRY } from './constants.ts';
import { step } from './definition.ts';

/** The last step of every saga that moves an arrival: customers are told the new date. */
export const rePromiseStep = step({
  key: 're-promise',
  kind: 'compensatable',
  system: 'OMS',
  title: (input: SagaInput) =>
    `Promise ${plural(input.customers.length, 'customer')} the arrival ${dayOfYear(input.arrival)}`,
  request: (input: SagaInput) => ({
    shipment: input.shipment,
    promised: input.arrival,
    previous: input.previousArrival,
    customers: input.customers,
  }),
  run: (connectors, request, how) => connectors.oms.rePromise.do(request, how),
  undo: {
    title: (input) =>
      `Promise ${plural(input.customers.length, 'customer')} the earlier arrival ${dayOfYear(input.previousArrival)} again`,
    run: (connectors, how) => connectors.oms.rePromise.undo(how),
    quote: (connectors, of, timeoutMs) => connectors.oms.rePromise.quote(of, timeoutMs),
  },
  retry: PARTNER_RETRY,
  timeoutMs: CALL_TIMEOUT_MS,
});
