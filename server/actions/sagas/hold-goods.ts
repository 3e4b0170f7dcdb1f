import { type HoldInput, holdInputSchema } from '../../decisions/proposals/schema.ts';
import { CALL_TIMEOUT_MS, PARTNER_RETRY } from './constants.ts';
import { defineSaga, step } from './definition.ts';

/** Holds goods for a quality review when they arrive. */
export const holdGoods = defineSaga<HoldInput>({
  name: 'hold-goods',
  version: 1,
  input: holdInputSchema,
  title: (input) => `Hold ${input.subject} on arrival for a quality review`,
  steps: [
    step({
      key: 'place-hold',
      kind: 'compensatable',
      system: 'WMS',
      title: (input: HoldInput) => `Place a hold on ${input.subject}${input.site ? ` at ${input.site}` : ''}`,
      request: (input: HoldInput) => ({
        subject: input.subject,
        site: input.site,
        reason: input.reason,
        goods: input.goods,
      }),
      run: (connectors, request, how) => connectors.wms.placeHold.do(request, how),
      undo: {
        title: (input) => `Release the hold on ${input.subject}`,
        run: (connectors, how) => connectors.wms.placeHold.undo(how),
        quote: (connectors, of, timeoutMs) => connectors.wms.placeHold.quote(of, timeoutMs),
      },
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
  ],
});
