import { type StockInput, stockInputSchema } from '../../decisions/proposals/schema.ts';
import { CALL_TIMEOUT_MS, PARTNER_RETRY } from './constants.ts';
import { defineSaga, step } from './definition.ts';

/** Freezes a stock, so that nothing is promised from it. */
export const freezeStock = defineSaga<StockInput>({
  name: 'freeze-stock',
  version: 1,
  input: stockInputSchema,
  title: (input) => `Freeze ${input.item} at ${input.site}`,
  steps: [
    step({
      key: 'freeze-stock',
      kind: 'compensatable',
      system: 'WMS',
      title: (input: StockInput) => `Freeze ${input.item} at ${input.site}`,
      request: (input: StockInput) => ({ item: input.item, site: input.site, unit: input.unit, reason: input.reason }),
      run: (connectors, request, how) => connectors.wms.freezeStock.do(request, how),
      undo: {
        title: (input) => `Release ${input.item} at ${input.site}`,
        run: (connectors, how) => connectors.wms.freezeStock.undo(how),
        quote: (connectors, of, timeoutMs) => connectors.wms.freezeStock.quote(of, timeoutMs),
      },
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
  ],
});
