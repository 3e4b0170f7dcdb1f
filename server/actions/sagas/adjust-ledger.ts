import { amount } from '../../core/words.ts';
import { type StockInput, stockInputSchema } from '../../decisions/proposals/schema.ts';
import { CALL_TIMEOUT_MS, PARTNER_RETRY } from './constants.ts';
import { defineSaga, step } from './definition.ts';

/** Sets the ledger of a stock to what was counted; a counter-posting reverses it. */
export const adjustLedger = defineSaga<StockInput>({
  name: 'adjust-ledger',
  version: 1,
  input: stockInputSchema,
  title: (input) => `Set the ledger of ${input.item} at ${input.site} to ${amount(input.counted, input.unit)}`,
  steps: [
    step({
      key: 'post-adjustment',
      kind: 'compensatable',
      system: 'ERP',
      title: (input: StockInput) =>
        `Post ${amount(input.counted - input.ledger, input.unit)} of ${input.item} at ${input.site}`,
      request: (input: StockInput) => ({
        item: input.item,
        site: input.site,
        unit: input.unit,
        from: input.ledger,
        to: input.counted,
        reason: input.reason,
      }),
      run: (connectors, request, how) => connectors.erp.adjustStock.do(request, how),
      undo: {
        title: (input) => `Reverse the posting of ${input.item} at ${input.site}`,
        run: (connectors, how) => connectors.erp.adjustStock.undo(how),
        quote: (connectors, of, timeoutMs) => connectors.erp.adjustStock.quote(of, timeoutMs),
      },
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
  ],
});
