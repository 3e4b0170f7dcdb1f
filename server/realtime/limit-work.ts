/**
 * Lets so many pieces of work run at once and the others wait in line.
 * @returns a function that runs a piece in its turn; `still` is asked when its turn comes, and a no spends none.
 */
export function limitWork(atOnce: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(still: () => boolean, work: () => Promise<T>): Promise<T | null> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return still() ? await work() : null;
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
