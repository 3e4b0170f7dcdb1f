'use client';

import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { useHeld } from '../ui/use-held.ts';
import { useHotkeysSafe } from '../ui/use-hotkeys-safe.ts';
import { usePointerOn } from '../ui/use-pointer-on.ts';
import { countNewer } from './count-newer.ts';
import { SignalFilter, type SignalFilterValue } from './signal-filter.tsx';
import { SignalTable } from './signal-table.tsx';
import styles from './signals.module.css';

/** The server hands out pages of this many. */
const PAGE = 100;

/** The log of signals, live on its newest page until somebody reads in it; older pages stand still. */
export function SignalList() {
  const trpc = useTRPC();
  const [filter, setFilter] = useState<SignalFilterValue>({ type: null, search: '' });
  const [before, setBefore] = useState<string | null>(null);
  const [search] = useDebouncedValue(filter.search.trim(), 150);
  const input = {
    ...(before ? { before } : {}),
    ...(filter.type ? { type: filter.type } : {}),
    ...(search ? { search } : {}),
  };
  const signals = useQuery({ ...trpc.sources.signals.queryOptions(input), placeholderData: keepPreviousData });
  const pointer = usePointerOn();
  const subject = signals.isPlaceholderData ? 'on its way' : JSON.stringify(input);
  const { shown, take } = useHeld(signals.data, subject, pointer.on);
  const searchField = useRef<HTMLInputElement>(null);
  useHotkeysSafe({ '/': () => searchField.current?.focus(), '.': take });

  const last = shown?.at(-1)?.seq;
  const newer = before ? 0 : countNewer(shown, signals.data);
  const narrowed = Boolean(filter.type || search);
  return (
    <>
      <div className={styles.filter}>
        <SignalFilter
          value={filter}
          searchField={searchField}
          onChange={(value) => {
            setFilter(value);
            setBefore(null);
          }}
        />
        <div className={styles.newer} role="status">
          {newer > 0 ? (
            <Button size="compact-sm" variant="light" onClick={take}>
              {newer >= PAGE ? `${PAGE} or more` : formatCount(newer)} new ↑
            </Button>
          ) : null}
        </div>
      </div>
      {signals.error && !shown ? (
        <ErrorState
          title="The signals could not be loaded."
          error={signals.error}
          retry={() => void signals.refetch()}
        />
      ) : !shown ? (
        <LoadingRows />
      ) : shown.length === 0 ? (
        <EmptyState title={narrowed ? 'No signal matches.' : 'No signal has come in yet.'}>
          {narrowed
            ? 'The search looks at ids, orders, lines and shipments in your regions.'
            : 'Signals appear here the moment a source sends them to the machine API.'}
        </EmptyState>
      ) : (
        <div {...pointer.handlers}>
          <SignalTable rows={shown} />
        </div>
      )}
      <div className={styles.pages}>
        {before ? <Button onClick={() => setBefore(null)}>Newest</Button> : null}
        {last && shown?.length === PAGE ? <Button onClick={() => setBefore(last)}>Older</Button> : null}
      </div>
    </>
  );
}
