import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { text, thingKey } from './schema.ts';
import { quantities, stepWords, things, thingsWords, tracedFields } from './traced-event.ts';

/** object.transformed v1: an EPCIS TransformationEvent: things were used up, others made of them. */
export const objectTransformed = defineContract({
  type: 'object.transformed',
  version: 1,
  meaning: 'Things were used up and others made of them (EPCIS TransformationEvent).',
  owner: 'traceability',
  schema: z.object({
    inputs: things,
    inputQuantities: quantities,
    outputs: things,
    outputQuantities: quantities,
    transformation: text(300).nullable().describe('Ties several events of one transformation together'),
    ...tracedFields,
  }),
  keyOf: ({ outputs, outputQuantities }) => {
    const [only, ...more] = [...outputs, ...outputQuantities.map(({ item }) => item)];
    return only && !more.length ? thingKey('thing', only) : null;
  },
  wordsOf: (data) =>
    `Seen in the trace: ${thingsWords(data.outputs, data.outputQuantities)} made of ${thingsWords(data.inputs, data.inputQuantities)}${stepWords(data)}`,
});
