import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { text, thingKey } from './schema.ts';
import { action, quantities, stepWords, things, thingsWords, tracedFields } from './traced-event.ts';

const DID = { ADD: 'fixed to', OBSERVE: 'seen on', DELETE: 'removed from' };

/** object.associated v1: an EPCIS AssociationEvent: things were fixed to, seen on or removed from an asset or a place. */
export const objectAssociated = defineContract({
  type: 'object.associated',
  version: 1,
  meaning: 'Things were fixed to, seen on or removed from an asset or a place (EPCIS AssociationEvent).',
  owner: 'traceability',
  schema: z.object({ action, parent: text(300), things, quantities, ...tracedFields }),
  keyOf: ({ parent }) => thingKey('thing', parent),
  wordsOf: (data) => {
    const none = data.things.length + data.quantities.length === 0;
    const what = none ? 'all things' : thingsWords(data.things, data.quantities);
    return `Seen in the trace: ${what} ${DID[data.action]} ${data.parent}${stepWords(data)}`;
  },
});
