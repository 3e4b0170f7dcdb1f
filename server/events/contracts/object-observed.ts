import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { thingKey } from './schema.ts';
import { action, quantities, stepWords, things, thingsWords, tracedFields } from './traced-event.ts';

const DID = { ADD: 'came into being', OBSERVE: 'was seen', DELETE: 'ceased to be' };

/** object.observed v1: an EPCIS ObjectEvent: things were made, seen or ended. */
export const objectObserved = defineContract({
  type: 'object.observed',
  version: 1,
  meaning: 'Things were made, seen or ended (EPCIS ObjectEvent).',
  owner: 'traceability',
  schema: z.object({ action, things, quantities, ...tracedFields }),
  keyOf: ({ things: [thing, ...more], quantities: [quantity, ...others] }) =>
    more.length || others.length || (thing && quantity)
      ? null
      : thing || quantity
        ? thingKey('thing', thing ?? quantity?.item)
        : null,
  wordsOf: (data) => {
    const verb =
      data.things.length + data.quantities.length > 1 ? DID[data.action].replace('was', 'were') : DID[data.action];
    return `Seen in the trace: ${thingsWords(data.things, data.quantities)} ${verb}${stepWords(data)}`;
  },
});
