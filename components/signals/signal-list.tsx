'use client';

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { signalHref } from '../../server/events/signals/constants.ts';
import { LoadingRows } from '../layout/loading-page.tsx';
import { TakeOver } from '../live/take-over.tsx';
import { useTRPC } from '../live/trpc.ts';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { useHeld } from '../ui/use-held.ts';
import { useHotkeysSafe } from '../ui/use-hotkeys-safe.ts';
import { usePointerOn } from '../ui/use-pointer-on.ts';
import { type Address, toSignalInput } from './address.ts';
import { countNewer } from './count-newer.ts';
import { SignalFilter } from './signal-filter.tsx';
import { SignalTable } from './signal-table.tsx';
import styles from './signals.module.css';
import { useRowCursor } from './use-row-cursor.ts';

/** The server hands out pages of this many. */
const PAGE = 100;
const NONE: never[] = [];

type Props = { address: Address; onAddress: (address: Address) => void; onQuarantined: () => void };

/** The log of signals, live on its newest page until somebody reads in it; every other page stands still. */
export function SignalList({ address, onAddress, onQuarantined }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const input = toSignalInput(address);
  const signals = useQuery({ ...trpc.signals.list.queryOptions(input), placeholderData: keepPreviousData });
  const pointer = usePointerOn();
  const [scrolled, setScrolled] = useState(false);
  const [hasCursor, setHasCursor] = useState(false);
  const subject = signals.isPlaceholderData ? 'on its way' : JSON.stringify(input);
  const { shown, take } = useHeld(signals.data, subject, pointer.on || scrolled || hasCursor);
  const searchField = useRef<HTMLInputElement>(null);
  const rows = shown?.rows ?? NONE;
  const { cursor, scroller, virtual } = useRowCursor(rows);
  if (hasCursor !== (cursor.key !== null)) setHasCursor(cursor.key !== null);

  const newest = !address.before && !address.after;
  const newer = newest ? countNewer(shown?.rows, signals.data?.rows) : 0;
  const { before: _before, after: _after, ...filter } = address;
  const takeAll = () => {
    take();
    virtual.scrollToIndex(0);
  };
  useHotkeysSafe({
    j: () => cursor.move(1),
    k: () => cursor.move(-1),
    Enter: () => cursor.row && router.push(signalHref(cursor.row)),
    Escape: cursor.leave,
    '/': () => searchField.current?.focus(),
    '.': takeAll,
  });
  const turn = (page: Address) => {
    cursor.leave();
    onAddress({ ...filter, ...page });
  };

  return (
    <>
      <TakeOver />
      <div className={styles.filter}>
        <SignalFilter value={filter} searchField={searchField} onChange={onAddress} onQuarantined={onQuarantined} />
        <div className={styles.newer} role="status">
          {newer > 0 ? (
            <Button size="compact-sm" variant="light" onClick={takeAll}>
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
      ) : rows.length === 0 ? (
        <EmptyState title={Object.keys(filter).length ? 'No signal matches.' : 'No signal has come in yet.'}>
          {Object.keys(filter).length ? (
            <Button onClick={() => onAddress({})}>Show all signals</Button>
          ) : (
            'Signals appear here the moment a source sends them to the machine API.'
          )}
        </EmptyState>
      ) : (
        <SignalTable
          rows={rows}
          cursor={cursor.key}
          onCursor={cursor.put}
          scroller={scroller}
          virtual={virtual}
          pointer={pointer.handlers}
          onScroll={(top) => setScrolled(top > 0)}
        />
      )}
      <nav className={styles.pages} aria-label="Pages">
        {newest ? null : <Button onClick={() => turn({})}>Newest</Button>}
        <Button disabled={!shown?.newer} onClick={() => shown?.newer && turn({ after: shown.newer })}>
          Newer
        </Button>
        <Button disabled={!shown?.older} onClick={() => shown?.older && turn({ before: shown.older })}>
          Older
        </Button>
      </nav>
    </>
  );
}
