import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { dayOrInstant, text, toldSchema, untrusted } from './schema.ts';

/** signal.retracted v1: an earlier signal was wrong: it never happened as told. What replaces it, if anything, follows as signals of its own. */
export const signalRetracted = defineContract({
  type: 'signal.retracted',
  version: 1,
  meaning:
    'An earlier signal was wrong: it never happened as told. What replaces it, if anything, follows as signals of its own.',
  owner: 'integration',
  schema: z.object({
    retracts: z.object({ source: text(300), id: text(300) }).describe('The signal that is taken back'),
    reason: text(200).nullable().describe('A code where the source gives one, such as an EPCIS error reason'),
    declaredAt: dayOrInstant.nullable(),
    correctedBy: z.array(text(300)).max(100).describe('Ids of the signals that replace it, on the same stream'),
    note: untrusted(2_000).nullable(),
    told: toldSchema,
  }),
  keyOf: () => null,
  wordsOf: (data) =>
    `The signal ${data.retracts.id} was taken back${data.reason ? ` (${data.reason.replaceAll('_', ' ')})` : ''}.`,
});
