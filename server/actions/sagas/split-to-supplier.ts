import { z } from 'zod';
import { count, dayOfYear } from '../../core/words.ts';
import { sagaInputSchema } from '../../decisions/proposals/schema.ts';
import { CALL_TIMEOUT_MS, PARTNER_RETRY } from './constants.ts';
import { defineSaga, step } from './definition.ts';
import { rePromiseStep } from './re-promise.ts';

const inputSchema = sagaInputSchema.extend({ toSupplier: z.string().min(1), quantity: z.number().positive() });
type Input = z.infer<typeof inputSchema>;

/** Takes quantity off a late order and orders it from another supplier of the same item; customers are told. */
export const splitToSupplier = defineSaga<Input>({
  name: 'split-to-supplier',
  version: 1,
  input: inputSchema,
  title: (input) =>
    `Split ${count(input.quantity)} of ${input.shipment} to ${input.toSupplier}, arrival ${dayOfYear(input.arrival)}`,
  steps: [
    step({
      key: 'reduce-lines',
      kind: 'compensatable',
      system: 'ERP',
      title: (input: Input) => `Take ${count(input.quantity)} off order ${input.orderNumber} at ${input.supplier}`,
      request: (input: Input) => ({
        orderNumber: input.orderNumber,
        supplier: input.supplier,
        item: input.item,
        quantity: input.quantity,
        previousArrival: input.previousArrival,
        lines: input.lines,
      }),
      run: (connectors, request, how) => connectors.erp.reduceLines.do(request, how),
      undo: {
        title: (input) => `Put ${count(input.quantity)} back on order ${input.orderNumber}`,
        run: (connectors, how) => connectors.erp.reduceLines.undo(how),
        quote: (connectors, of, timeoutMs) => connectors.erp.reduceLines.quote(of, timeoutMs),
      },
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
    step({
      key: 'create-split-order',
      kind: 'compensatable',
      system: 'ERP',
      title: (input: Input) =>
        `Order ${count(input.quantity)} from ${input.toSupplier}, arrival ${dayOfYear(input.arrival)}`,
      request: (input: Input) => ({
        fromOrder: input.orderNumber,
        supplier: input.toSupplier,
        item: input.item,
        quantity: input.quantity,
        mode: input.mode,
        arrival: input.arrival,
      }),
      run: (connectors, request, how) => connectors.erp.splitOrder.do(request, how),
      undo: {
        title: (input) => `Cancel the order at ${input.toSupplier}`,
        run: (connectors, how) => connectors.erp.splitOrder.undo(how),
        quote: (connectors, of, timeoutMs) => connectors.erp.splitOrder.quote(of, timeoutMs),
      },
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
    rePromiseStep,
  ],
});
