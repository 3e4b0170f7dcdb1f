import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { text, thingKey } from './schema.ts';
import { action, quantities, stepWords, things, thingsWords, tracedFields } from './traced-event.ts';

const DID = { ADD: 'tied to', OBSERVE: 'still tied to', DELETE: 'no longer tied to' };

/** object.transacted v1: an EPCIS TransactionEvent: things belong, or no longer belong, to orders or other papers. */
export const objectTransacted = defineContract({
  type: 'object.transacted',
  version: 1,
  meaning: 'Things belong, or no longer belong, to orders or other papers (EPCIS TransactionEvent).',
  owner: 'traceability',
  schema: z.object({ action, parent: text(300).nullable(), things, quantities, ...tracedFields }),
  keyOf: ({ parent, things: list, quantities: classes }) => {
    const [only, ...more] = parent ? [parent] : [...list, ...classes.map(({ item }) => item)];
    return only && !more.length ? thingKey('thing', only) : null;
  },
  wordsOf: (data) => {
    const [paper] = data.transactions;
    const more = data.transactions.length > 1 ? ` and ${data.transactions.length - 1} more` : '';
    return `Seen in the trace: ${data.parent ?? thingsWords(data.things, data.quantities)} ${DID[data.action]} ${paper?.value ?? 'papers'}${more}${stepWords(data)}`;
  },
});
