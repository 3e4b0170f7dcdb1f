'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import type { CSSProperties, PointerEventHandler, RefObject } from 'react';
import rowTable from '../ui/row-table.module.css';
import type { ShownRow } from './hold-rows.ts';
import styles from './queue.module.css';
import { QUEUE_COLUMNS } from './queue-cells.tsx';
import { QueueLine } from './queue-line.tsx';

type Props = {
  rows: ShownRow[];
  cursor: string | null;
  onCursor: (id: string) => void;
  onHover: (id: string | null) => void;
  scroller: RefObject<HTMLDivElement | null>;
  virtual: Virtualizer<HTMLDivElement, Element>;
  pointer: { onPointerMove: PointerEventHandler; onPointerLeave: PointerEventHandler };
  onScroll: (top: number) => void;
};

/** The rows, of which only those in sight are drawn. A row is a link to its case; on a phone it is a small card. */
export function QueueTable({ rows, cursor, onCursor, onHover, scroller, virtual, pointer, onScroll }: Props) {
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
      onPointerMove={pointer.onPointerMove}
      onPointerLeave={(event) => {
        onHover(null);
        pointer.onPointerLeave(event);
      }}
    >
      <table aria-label="Cases" aria-rowcount={rows.length + 1} className={`${rowTable.table} ${styles.table}`}>
        <thead className={rowTable.head}>
          <tr className={`${rowTable.row} ${styles.row}`} aria-rowindex={1}>
            {QUEUE_COLUMNS.map(({ key, header }) => (
              <th key={key} scope="col" data-column={key}>
                <span>{header}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={rowTable.lines} style={{ '--lines': rows.length } as CSSProperties}>
          {virtual.getVirtualItems().map(({ index }) => {
            const shown = rows[index];
            if (!shown) return null;
            const { row, gone } = shown;
            return (
              <QueueLine
                key={row.id}
                row={row}
                gone={gone}
                place={index}
                current={row.id === cursor}
                onCursor={onCursor}
                onHover={onHover}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
