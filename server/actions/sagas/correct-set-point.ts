import { figure } from '../../core/words.ts';
import { type SetPointInput, setPointInputSchema } from '../../decisions/proposals/schema.ts';
import { CALL_TIMEOUT_MS, PARTNER_RETRY } from './constants.ts';
import { defineSaga, step } from './definition.ts';

/** Asks a carrier to bring a unit back into its band. A message cannot be taken back, so its step is the point of no return. */
export const correctSetPoint = defineSaga<SetPointInput>({
  name: 'correct-set-point',
  version: 1,
  input: setPointInputSchema,
  title: (input) => `Ask the carrier to correct the set-point of ${input.subject}`,
  steps: [
    step({
      key: 'send-set-point',
      kind: 'pivot',
      system: 'TMS',
      title: (input: SetPointInput) =>
        `Send the carrier of ${input.subject} its band; observed ${figure(input.observedCelsius)} °C`,
      request: (input: SetPointInput) => ({
        subject: input.subject,
        lowCelsius: input.lowCelsius,
        highCelsius: input.highCelsius,
        observedCelsius: input.observedCelsius,
      }),
      run: (connectors, request, how) => connectors.tms.sendSetPoint.do(request, how),
      retry: PARTNER_RETRY,
      timeoutMs: CALL_TIMEOUT_MS,
    }),
  ],
});
