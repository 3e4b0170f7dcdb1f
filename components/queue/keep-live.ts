import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import type { z } from 'zod';
import type { AppRouter } from '../../server/api/router.ts';
import { ROWS_MOST } from '../../server/decisions/disruptions/constants.ts';
import type { Queue, queueInput } from '../../server/decisions/disruptions/schema.ts';
import { coalesce } from '../live/coalesce.ts';
import { mergeRows, orderRows } from './merge-rows.ts';

/** Milliseconds in which what frames name is gathered. */
const GATHER_MS = 200;
/** Requests for rows at once; where more has changed, the view is read anew. */
const PARTS = 4;
/** Among ids: the order of the view. */
const ORDER = '';

type View = {
  client: QueryClient;
  calls: TRPCClient<AppRouter>;
  /** The view in the cache. */
  queryKey: QueryKey;
  input: z.input<typeof queueInput>;
  /** Ids of the rows that somebody may be looking at. */
  inSight: () => readonly string[];
};

const partsOf = (ids: string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / ROWS_MOST) }, (_, n) => ids.slice(n * ROWS_MOST, (n + 1) * ROWS_MOST));

/**
 * Keeps a view of the queue in the cache as the server has it, one request after the other, none oftener than five times a second.
 * @returns `rows` asks for those that have changed; `order` for the order, for rows that it names and nobody knows, and for those in sight.
 */
export function keepLive({ client, calls, queryKey, input, inSight }: View) {
  const readWhole = () => client.invalidateQueries({ queryKey, exact: true });
  const shown = () => client.getQueryData<Queue>(queryKey)?.rows;
  const put = (rows: Queue['rows']) => client.setQueryData<Queue>(queryKey, { rows });

  async function takeOrder(): Promise<string[]> {
    const order = await calls.disruptions.order.query(input);
    const before = shown();
    if (!before) return [];
    const { rows, unknown } = orderRows(before, order);
    put(rows);
    return [...unknown, ...inSight()];
  }
  async function takeRows(ids: Set<string>) {
    if (ids.size > PARTS * ROWS_MOST) return readWhole();
    const parts = partsOf([...ids]).map((part) => calls.disruptions.rows.query({ ...input, ids: part }));
    const found = (await Promise.all(parts)).flatMap(({ rows }) => rows);
    const before = shown();
    if (before) put(mergeRows(before, { asked: ids, found }));
  }
  const ask = coalesce<string>(GATHER_MS, async (asked) => {
    // What is on its way whole was read before these changed, and would cover them.
    await client
      .getQueryCache()
      .find({ queryKey })
      ?.promise?.catch(() => undefined);
    try {
      const ids = new Set(asked);
      if (ids.delete(ORDER)) for (const id of await takeOrder()) ids.add(id);
      await takeRows(ids);
    } catch {
      // Nothing is known of what was named: the view says what is so, or why it cannot be read.
      await readWhole();
    }
  });
  return { rows: (ids: readonly string[]) => ask(ids), order: () => ask([ORDER]) };
}
