'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTRPC } from '../live/trpc.ts';
import { formatMoney } from '../ui/format.ts';
import { SCREENS, type ScreenHref } from './screens.ts';
import { SCHEMES, useCommands } from './use-commands.ts';

/** ⌘K: go to a screen, open a case by a few letters of it, choose colours, sign out. */
export function Palette({
  screens,
  asked,
}: {
  screens: readonly ScreenHref[] /** How often it was asked for; each time opens it. */;
  asked: number;
}) {
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);
  const router = useRouter();
  const trpc = useTRPC();
  const { setColorScheme, leave } = useCommands();
  const [query, setQuery] = useState('');
  const [search] = useDebouncedValue(query.trim(), 150);
  const cases = useQuery({
    ...trpc.disruptions.queue.queryOptions({ filter: 'open', search }),
    enabled: search.length > 1,
    staleTime: 0, // no frame tells of what stands here only while somebody looks for it
    placeholderData: keepPreviousData,
    select: ({ rows }) => rows.slice(0, 8),
  });
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Screens',
      actions: SCREENS.filter(({ href }) => screens.includes(href)).map(({ href, label, keys }) => ({
        id: href,
        label,
        description: keys,
        onClick: () => router.push(href),
      })),
    },
    {
      group: 'Commands',
      actions: [
        ...SCHEMES.map(({ value, label }) => ({
          id: value,
          label: `Colours: ${label.toLowerCase()}`,
          onClick: () => setColorScheme(value),
        })),
        { id: 'leave', label: 'Sign out', onClick: leave },
      ],
    },
  ];
  const words = query.trim().toLowerCase();
  const matching = groups.map(({ group, actions }) => ({
    group,
    actions: actions.filter(({ label }) => label?.toLowerCase().includes(words)),
  }));
  const found =
    words.length > 1
      ? (cases.data ?? []).map((row) => ({
          id: row.id,
          label: row.title,
          description: `${row.valueKnown ? `${formatMoney(row.valueAtRiskUsd)} at risk` : 'value not known'} · ${row.shipment}`,
          onClick: () => router.push(`/disruptions/${row.id}`),
        }))
      : [];
  const shown = [{ group: 'Open cases', actions: found }, ...matching].filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      actions={shown}
      query={query}
      onQueryChange={setQuery}
      filter={(_query, actions) => actions}
      shortcut={null}
      nothingFound={cases.isFetching ? 'Looking…' : 'No screen, case or command by these words.'}
      searchProps={{ placeholder: 'Screen, case or command', 'aria-label': 'Screen, case or command' }}
      scrollable
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      maxHeight={420}
    />
  );
}
