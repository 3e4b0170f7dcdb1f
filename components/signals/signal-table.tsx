'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import type { CSSProperties, PointerEventHandler, ReactNode, RefObject } from 'react';
import { signalHref } from '../../server/events/signals/constants.ts';
import type { SignalRow } from '../../server/events/signals/schema.ts';
import { Link } from '../ui/link.tsx';
import rowTable from '../ui/row-table.module.css';
import { Age, WorldTime } from '../ui/times.tsx';
import { typeWords } from './constants.ts';
import { SignalState } from './signal-state.tsx';
import styles from './signal-table.module.css';

const COLUMNS: { key: string; header: string; cell: (row: SignalRow) => ReactNode }[] = [
  { key: 'received', header: 'Age', cell: ({ receivedAt }) => <Age at={receivedAt} /> },
  { key: 'event', header: 'Happened (UTC)', cell: ({ eventAt }) => <WorldTime at={eventAt} /> },
  { key: 'type', header: 'Type', cell: ({ type }) => <span title={type}>{typeWords(type)}</span> },
  {
    key: 'words',
    header: 'Says',
    cell: (row) => (
      <Link className={rowTable.link} href={signalHref(row)} data-signal={row.seq} title={row.words}>
        {row.words}
      </Link>
    ),
  },
  { key: 'state', header: 'State', cell: ({ state }) => <SignalState state={state} /> },
  { key: 'region', header: 'Region', cell: ({ region }) => region },
  { key: 'source', header: 'Source', cell: ({ source, id }) => <span title={`${source} · ${id}`}>{source}</span> },
];

type Props = {
  rows: readonly SignalRow[];
  cursor: string | null;
  onCursor: (seq: string) => void;
  scroller: RefObject<HTMLDivElement | null>;
  virtual: Virtualizer<HTMLDivElement, Element>;
  pointer: { onPointerMove: PointerEventHandler; onPointerLeave: PointerEventHandler };
  onScroll: (top: number) => void;
};

/** Signals, newest first, of which only those in sight are drawn. A row leads to its signal; on a phone it is a small card. */
export function SignalTable({ rows, cursor, onCursor, scroller, virtual, pointer, onScroll }: Props) {
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      data-scroller
      onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
      {...pointer}
    >
      <table aria-label="Signals" aria-rowcount={rows.length + 1} className={`${rowTable.table} ${styles.table}`}>
        <thead className={rowTable.head}>
          <tr className={`${rowTable.row} ${styles.row}`} aria-rowindex={1}>
            {COLUMNS.map(({ key, header }) => (
              <th key={key} scope="col" data-column={key}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={rowTable.lines} style={{ '--lines': rows.length } as CSSProperties}>
          {virtual.getVirtualItems().map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <tr
                key={row.seq}
                aria-rowindex={index + 2}
                aria-current={row.seq === cursor ? 'true' : undefined}
                className={`${rowTable.row} ${styles.row}`}
                style={{ '--place': index } as CSSProperties}
                // A key press brings the focus; a click only passes through on its way to the signal.
                onFocus={(event) => event.target.matches(':focus-visible') && onCursor(row.seq)}
              >
                {COLUMNS.map(({ key, cell }) => (
                  <td key={key} data-column={key}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
