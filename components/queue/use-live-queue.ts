'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useMemo } from 'react';
import type { z } from 'zod';
import type { queueInput } from '../../server/decisions/disruptions/schema.ts';
import { useChanges } from '../live/live-provider.tsx';
import { useTRPC, useTRPCClient } from '../live/trpc.ts';
import { keepLive } from './keep-live.ts';
import { casesOf } from './merge-rows.ts';

/** World time moves on without a frame of its own, so order and clocks are read again this often. */
export const CLOCKS_MS = 15_000;

/**
 * A view of the queue that lives: read whole once, and from then on the rows that frames name. Every fifteen seconds its order is
 * read without the rows, and the rows in sight with their clocks.
 * @param inSight ids of the rows that somebody may be looking at
 */
export function useLiveQueue(input: z.input<typeof queueInput>, inSight: RefObject<readonly string[]>) {
  const trpc = useTRPC();
  const calls = useTRPCClient();
  const client = useQueryClient();
  const query = useQuery({ ...trpc.disruptions.queue.queryOptions(input), placeholderData: keepPreviousData });

  const view = JSON.stringify(input);
  const live = useMemo(() => {
    const asked: z.input<typeof queueInput> = JSON.parse(view);
    const queryKey = trpc.disruptions.queue.queryKey(asked);
    return keepLive({ client, calls, queryKey, input: asked, inSight: () => inSight.current });
  }, [client, calls, trpc, view, inSight]);

  // Where anything may have changed, the whole view is old, and read again as such.
  useChanges((changes) => changes && live.rows(changes.flatMap(casesOf)));
  useEffect(() => {
    const clock = setInterval(() => !document.hidden && live.order(), CLOCKS_MS);
    return () => clearInterval(clock);
  }, [live]);
  return query;
}
