import { z } from 'zod';

/** clock.advanced v1: nothing happened up to this record time. Keeps the world time of a replay moving between facts. */
export const clockAdvanced = {
  type: 'clock.advanced',
  version: 1,
  meaning: 'The source has nothing further to report up to this time.',
  owner: 'integration',
  schema: z.object({}),
} as const;
