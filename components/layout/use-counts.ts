'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../live/trpc.ts';
import type { ScreenHref } from './screens.ts';

/** How much waits behind a screen's name: open cases, cases that wait for people, actions not yet finished, sources with an alert. */
export function useCounts(): Partial<Record<ScreenHref, number>> {
  const trpc = useTRPC();
  const queue = useQuery(trpc.disruptions.totals.queryOptions());
  const active = useQuery(trpc.actions.count.queryOptions());
  const alerting = useQuery(trpc.sources.alerting.queryOptions());
  return {
    '/queue': queue.data?.open ?? 0,
    '/approvals': queue.data?.waiting ?? 0,
    '/actions': active.data ?? 0,
    '/sources': alerting.data ?? 0,
  };
}
