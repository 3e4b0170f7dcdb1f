'use client';

import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useTRPC } from '../live/trpc.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { useHotkeysSafe } from '../ui/use-hotkeys-safe.ts';
import { usePointerOn } from '../ui/use-pointer-on.ts';
import { isHeld } from './hold-rows.ts';
import styles from './queue.module.css';
import { QueuePreview } from './queue-preview.tsx';
import { QueueTable } from './queue-table.tsx';
import { QueueToolbar } from './queue-toolbar.tsx';
import { useCursor } from './use-cursor.ts';
import { useHeldRows } from './use-held-rows.ts';
import { CLOCKS_MS, useLiveQueue } from './use-live-queue.ts';
import { useQueueActs } from './use-queue-acts.ts';
import { VIEWS, type View } from './views.ts';

const ROW_PX = 32;
const CARD_PX = 104;
/** The heads of the columns stay over the rows; cards have none. */
const HEAD_PX = 29;
const NONE: never[] = [];

/** The home of a planner: every open case, worst first, alive, and never moving under the hand. */
export function QueueScreen({ initialView }: { initialView: View }) {
  const router = useRouter();
  const trpc = useTRPC();
  const [view, setView] = useState(initialView);
  const [search, setSearch] = useState('');
  const [sought] = useDebouncedValue(search.trim(), 150);
  const input = { filter: view, ...(sought ? { search: sought } : {}) };
  const drawn = useRef<readonly string[]>(NONE);
  const queue = useLiveQueue(input, drawn);
  const totals = useQuery({ ...trpc.disruptions.totals.queryOptions(), refetchInterval: CLOCKS_MS });

  const scroller = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const pointer = usePointerOn();
  const [scrolled, setScrolled] = useState(false);
  const [hovered, setHovered] = useState<string | null>(null);
  const [hasCursor, setHasCursor] = useState(false);

  const incoming = queue.data?.rows ?? NONE;
  const held = isHeld({ cursor: hasCursor, pointer: pointer.on, scrolled }, incoming.length);
  const { rows, changes, take } = useHeldRows(
    incoming,
    queue.isPlaceholderData ? 'waiting for the view' : `${view} ${sought}`,
    held,
  );
  const phone = useMediaQuery('(max-width: 48em)');
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? CARD_PX : ROW_PX),
    overscan: 12,
    paddingStart: phone ? 0 : HEAD_PX,
    scrollPaddingStart: phone ? 0 : HEAD_PX,
    initialRect: { width: 1440, height: 640 },
  });
  useEffect(() => {
    drawn.current = virtual.getVirtualItems().flatMap(({ index }) => rows[index]?.row.id ?? []);
  });
  const cursor = useCursor(rows, virtual);
  if (hasCursor !== (cursor.id !== null)) setHasCursor(cursor.id !== null);

  const acts = useQueueActs();
  const onRow = (run: (row: NonNullable<typeof cursor.row>['row']) => void) => () => cursor.row && run(cursor.row.row);
  const openWith = (dialog?: string) =>
    onRow(({ id }) => router.push(`/disruptions/${id}${dialog ? `?do=${dialog}` : ''}`));
  const takeAll = () => {
    take();
    virtual.scrollToIndex(0);
  };
  useHotkeysSafe({
    j: () => cursor.move(1),
    k: () => cursor.move(-1),
    Enter: openWith(),
    a: onRow(acts.approve),
    c: onRow(acts.claim),
    m: openWith('modify'),
    o: openWith('override'),
    r: openWith('reject'),
    '.': takeAll,
    '/': () => searchField.current?.focus(),
    Escape: cursor.leave,
  });

  function changeView(next: View) {
    setView(next);
    cursor.leave();
    window.history.replaceState(null, '', next === 'open' ? '/queue' : `/queue?view=${next}`);
  }

  const told = VIEWS.find(({ key }) => key === view);
  return (
    <div className={styles.screen}>
      <QueueToolbar
        totals={totals.data}
        view={view}
        onView={changeView}
        search={search}
        onSearch={setSearch}
        searchField={searchField}
        changes={changes}
        onTake={takeAll}
      />
      {queue.error && !queue.data ? (
        <ErrorState title="The queue could not be loaded." error={queue.error} retry={() => void queue.refetch()} />
      ) : queue.data && rows.length === 0 ? (
        <EmptyState title={sought ? `No case matches “${sought}”.` : (told?.empty ?? '')}>
          {sought ? 'The search looks at suppliers, destinations and shipments of this view.' : told?.fills}
        </EmptyState>
      ) : (
        <>
          <QueueTable
            rows={rows}
            cursor={cursor.id}
            onCursor={cursor.put}
            onHover={setHovered}
            scroller={scroller}
            virtual={virtual}
            pointer={pointer.handlers}
            onScroll={(top) => setScrolled(top > 0)}
          />
          <QueuePreview
            shown={rows.find(({ row }) => row.id === hovered) ?? cursor.row}
            atCursor={!hovered || hovered === cursor.id}
          />
        </>
      )}
    </div>
  );
}
