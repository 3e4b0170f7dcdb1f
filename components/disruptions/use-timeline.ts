'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '../live/trpc.ts';
import { useHashTarget } from '../ui/use-hash-target.ts';
import { lineOf } from './timeline-entries.ts';
import { timelineOptions } from './timeline-options.ts';

/** Addresses that name a line of a timeline. */
const NAMES_LINE = /^(proposal|seat|decision|note)-/;

/**
 * The timeline of a case: the newest lines, and earlier ones as they are asked for. A line that the address names is looked for
 * until it is found.
 */
export function useTimeline(id: string) {
  const query = useInfiniteQuery(timelineOptions(useTRPC(), id));
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const lines = data?.pages.flatMap(({ entries }) => entries.map(lineOf)) ?? [];
  const holds = (key: string) => lines.some((line) => line.key === key);
  const target = useHashTarget(holds);
  const missing = target !== null && NAMES_LINE.test(target) && !holds(target);
  useEffect(() => {
    if (missing && hasNextPage && !isFetching) void fetchNextPage();
  }, [missing, hasNextPage, isFetching, fetchNextPage]);
  return { lines, target, earlier: data?.pages.at(-1)?.earlier ?? 0, query };
}
