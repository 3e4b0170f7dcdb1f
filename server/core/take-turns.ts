import { setImmediate as immediate } from 'node:timers/promises';

/** Milliseconds of work after which others may go first. */
const TURN_MS = 8;

/** `items.map(map)`, with all that waits let go first every few milliseconds: for lists whose length a sender decides. */
export async function mapInTurns<Item, Result>(items: readonly Item[], map: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = [];
  let began = performance.now();
  for (const item of items) {
    results.push(map(item));
    if (results.length === items.length || performance.now() - began < TURN_MS) continue;
    await immediate();
    began = performance.now();
  }
  return results;
}
