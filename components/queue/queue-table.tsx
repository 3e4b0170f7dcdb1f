'use client';

import { flexRender, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import type { Virtualizer } from '@tanstack/react-virtual';
import type { FocusEvent, PointerEventHandler, RefObject } from 'react';
import type { ShownRow } from './hold-rows.ts';
import styles from './queue.module.css';
import { QUEUE_COLUMNS } from './queue-columns.tsx';

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
  const table = useReactTable({
    data: rows,
    columns: QUEUE_COLUMNS,
    getCoreRowModel: getCoreRowModel(),
    getRowId: ({ row }) => row.id,
  });
  const inSight = virtual.getVirtualItems();
  const above = inSight[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0);
  const { rows: lines } = table.getRowModel();

  // A key press brings the focus; a click only passes through on its way to the case.
  const onFocus = (event: FocusEvent<HTMLElement>, id: string) => {
    if (event.target.matches(':focus-visible')) onCursor(id);
  };

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
      <table aria-label="Cases" aria-rowcount={rows.length + 1} className={styles.table}>
        <thead className={styles.head}>
          <tr className={styles.row} aria-rowindex={1}>
            {table.getFlatHeaders().map((header) => (
              <th key={header.id} scope="col" data-column={header.id}>
                <span>{flexRender(header.column.columnDef.header, header.getContext())}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ paddingTop: above, paddingBottom: Math.max(0, below) }}>
          {inSight.map(({ index }) => {
            const line = lines[index];
            if (!line) return null;
            return (
              <tr
                key={line.id}
                aria-label={line.original.row.title}
                aria-rowindex={index + 2}
                aria-current={line.id === cursor ? 'true' : undefined}
                className={styles.row}
                data-gone={line.original.gone || undefined}
                onFocus={(event) => onFocus(event, line.id)}
                onPointerEnter={() => onHover(line.id)}
              >
                {line.getVisibleCells().map((cell) => (
                  <td key={cell.id} data-column={cell.column.id}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
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
