import { z } from 'zod';
import { minute } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';

/** clock.advanced v1: nothing happened up to this record time. Keeps the world time of a replay moving between facts. */
export const clockAdvanced = defineContract({
  type: 'clock.advanced',
  version: 1,
  meaning: 'The source has nothing further to report up to this time.',
  owner: 'integration',
  schema: z.object({}),
  keyOf: () => null,
  wordsOf: (_data, { recordedAt }) => `Nothing further to report up to ${minute(recordedAt)}.`,
});
