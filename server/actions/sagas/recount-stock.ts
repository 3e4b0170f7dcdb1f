import { type StockInput, stockInputSchema } from '../../decisions/proposals/schema.ts';
import { CALL_TIMEOUT_MS, PARTNER_RETRY } from './constants.ts';
import { defineSaga, step } from './definition.ts';

/** Has a stock counted again. */
export const recountStock = defineSaga<StockInput>({
  name: 'recount-stock',
  version: 1,
  input: stockInputSchema,
  title: (input) => `Recount ${input.item} at ${input.site}`,
  steps: [
    step({
      key: 'order-count',
      kind: 'compensatable',
      system: 'WMS',
      title: (input: StockInput) => `Order a count of ${input.item} at ${input.site}`,
      request: (input: StockInput) => ({
        item: input.item,
        site: input.site,
        unit: input.unit,
        ledger: input.ledger,
        counted: input.counted,
      }),
      run: (connectors, request, how) => connectors.wms.orderCount.do(request, how),
      undo: {
        title: (input) => `Cancel the count of ${input.item} at ${input.site}`,
        run: (connectors, how) => connectors.wms.orderCount.undo(how),
        quote: (connectors, of, timeoutMs) => connectors.wms.orderCount.quote(of, timeoutMs),
      },
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
  ],
});
