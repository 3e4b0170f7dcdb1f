import { count, dayOfYear } from '../../core/words.ts';
import { type SagaInput, sagaInputSchema } from '../../decisions/proposals/schema.ts';
import { CALL_TIMEOUT_MS, PARTNER_RETRY } from './constants.ts';
import { defineSaga, step } from './definition.ts';
import { rePromiseStep } from './re-promise.ts';

/** Moves a late shipment to faster freight: the order says so, the freight is booked, customers are told. */
export const expediteByAir = defineSaga<SagaInput>({
  name: 'expedite-by-air',
  version: 1,
  input: sagaInputSchema,
  title: (input) =>
    `Expedite ${input.shipment} by ${input.mode}: ${count(input.quantity)} units, arrival ${dayOfYear(input.arrival)}`,
  steps: [
    step({
      key: 'change-order',
      kind: 'compensatable',
      system: 'ERP',
      title: (input: SagaInput) =>
        `Change order ${input.orderNumber} to ${input.mode}, arrival ${dayOfYear(input.arrival)}`,
      request: (input: SagaInput) => ({
        orderNumber: input.orderNumber,
        supplier: input.supplier,
        mode: input.mode,
        arrival: input.arrival,
        previousArrival: input.previousArrival,
        lines: input.lines,
      }),
      run: (connectors, request, how) => connectors.erp.changeOrder.do(request, how),
      undo: {
        title: (input) => `Change order ${input.orderNumber} back, arrival ${dayOfYear(input.previousArrival)}`,
        run: (connectors, how) => connectors.erp.changeOrder.undo(how),
        quote: (connectors, of, timeoutMs) => connectors.erp.changeOrder.quote(of, timeoutMs),
      },
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
    step({
      key: 'book-freight',
      kind: 'compensatable',
      system: 'TMS',
      title: (input: SagaInput) => `Book ${input.mode} freight ${input.origin} to ${input.destination}`,
      request: (input: SagaInput) => ({
        shipment: input.shipment,
        mode: input.mode,
        origin: input.origin,
        destination: input.destination,
        quantity: input.quantity,
        weightKg: input.weightKg,
        costUsd: input.costUsd,
        arrival: input.arrival,
      }),
      run: (connectors, request, how) => connectors.tms.bookFreight.do(request, how),
      undo: {
        title: (input) => `Cancel the ${input.mode} booking of ${input.shipment}`,
        run: (connectors, how) => connectors.tms.bookFreight.undo(how),
        quote: (connectors, of, timeoutMs) => connectors.tms.bookFreight.quote(of, timeoutMs),
      },
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
    rePromiseStep,
  ],
});
