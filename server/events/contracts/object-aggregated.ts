import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { text, thingKey } from './schema.ts';
import { action, quantities, stepWords, things, thingsWords, tracedFields } from './traced-event.ts';

const DID = { ADD: 'put into', OBSERVE: 'seen in', DELETE: 'taken out of' };

/** object.aggregated v1: an EPCIS AggregationEvent: things were put into, seen in or taken out of another. */
export const objectAggregated = defineContract({
  type: 'object.aggregated',
  version: 1,
  meaning: 'Things were put into, seen in or taken out of another (EPCIS AggregationEvent).',
  owner: 'traceability',
  schema: z.object({ action, parent: text(300).nullable(), things, quantities, ...tracedFields }),
  keyOf: ({ parent }) => (parent ? thingKey('thing', parent) : null),
  wordsOf: (data) => {
    const none = data.things.length + data.quantities.length === 0;
    const what = none ? 'all things' : thingsWords(data.things, data.quantities);
    return `Seen in the trace: ${what} ${DID[data.action]} ${data.parent ?? 'a parent not told'}${stepWords(data)}`;
  },
});
