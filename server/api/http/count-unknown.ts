/**
 * Counts what an app answers 401: callers of whom nothing is known, so that there is nobody to put on record.
 * @returns an `onResponse` hook, and the count since the start.
 */
export function countUnknown() {
  let count = 0;
  return {
    hook: async (_request: unknown, { statusCode }: { statusCode: number }): Promise<void> => {
      if (statusCode === 401) count += 1;
    },
    count: () => count,
  };
}
