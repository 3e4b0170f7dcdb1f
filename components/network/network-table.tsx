'use client';

import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { NETWORK_LISTS, type NetworkList } from '../../server/events/world/network/constants.ts';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { useHotkeysSafe } from '../ui/use-hotkeys-safe.ts';
import { listColumns } from './list-columns.tsx';
import styles from './network.module.css';

/** One list of the network: searched and paged on the server, live. */
export function NetworkTable({ list }: { list: NetworkList }) {
  const trpc = useTRPC();
  const [typed, setTyped] = useState('');
  const [pages, setPages] = useState<string[]>([]);
  const [search] = useDebouncedValue(typed.trim(), 150);
  const after = pages.at(-1);
  const input = { list, ...(search ? { search } : {}), ...(after ? { after } : {}) };
  const found = useQuery({ ...trpc.network.list.queryOptions(input), placeholderData: keepPreviousData });
  const searchField = useRef<HTMLInputElement>(null);
  useHotkeysSafe({ '/': () => searchField.current?.focus() });
  const { label } = NETWORK_LISTS[list];
  const next = found.data?.next;
  return (
    <>
      <div className={styles.filter}>
        <TextInput
          ref={searchField}
          className={styles.search}
          size="xs"
          type="search"
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder="Any name or number"
          leftSection={<IconSearch size={14} aria-hidden="true" />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setPages([]);
          }}
        />
      </div>
      {found.error && !found.data ? (
        <ErrorState title="The list could not be loaded." error={found.error} retry={() => void found.refetch()} />
      ) : !found.data ? (
        <LoadingRows />
      ) : found.data.rows.length === 0 ? (
        <NothingHere list={list} searched={search !== ''} />
      ) : (
        <div className={styles.list}>
          <DataTable
            label={label}
            columns={listColumns(list, found.data.rows)}
            rows={found.data.rows}
            rowKey={({ key }) => key}
          />
        </div>
      )}
      <div className={styles.pages}>
        {pages.length ? <Button onClick={() => setPages(pages.slice(0, -1))}>Back</Button> : null}
        {next ? <Button onClick={() => setPages([...pages, next])}>Next</Button> : null}
      </div>
    </>
  );
}

function NothingHere({ list, searched }: { list: NetworkList; searched: boolean }) {
  const { label, filledBy } = NETWORK_LISTS[list];
  if (searched)
    return <EmptyState title="Nothing matches.">The search looks at names and numbers in your regions.</EmptyState>;
  if (list === 'disagreements')
    return (
      <EmptyState title="No two sources disagree.">
        A line appears here when two sources tell another stock of one item at one site, or a supplier answers a
        purchase order with another quantity, date or price ({filledBy.join(', ')}).
      </EmptyState>
    );
  return (
    <EmptyState title={`${label}: nothing is known yet.`}>
      Signals of type {filledBy.join(' or ')} fill this list: POST /api/v1/signals.
    </EmptyState>
  );
}
