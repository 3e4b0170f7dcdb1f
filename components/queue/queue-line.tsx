'use client';

import { type CSSProperties, type FocusEvent, memo } from 'react';
import type { QueueRow } from '../../server/decisions/disruptions/schema.ts';
import rowTable from '../ui/row-table.module.css';
import styles from './queue.module.css';
import { QUEUE_COLUMNS } from './queue-cells.tsx';

type Props = {
  row: QueueRow;
  gone: boolean;
  place: number;
  current: boolean;
  onCursor: (id: string) => void;
  onHover: (id: string) => void;
};

/** One case on one line. Drawn anew only when its facts or its place change. */
export const QueueLine = memo(function QueueLine({ row, gone, place, current, onCursor, onHover }: Props) {
  const { id, title } = row;
  // A key press brings the focus; a click only passes through on its way to the case.
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    if (event.target.matches(':focus-visible')) onCursor(id);
  };
  return (
    <tr
      aria-label={title}
      aria-rowindex={place + 2}
      aria-current={current ? 'true' : undefined}
      className={`${rowTable.row} ${styles.row}`}
      style={{ '--place': place } as CSSProperties}
      data-gone={gone || undefined}
      onFocus={onFocus}
      onPointerEnter={() => onHover(id)}
    >
      {QUEUE_COLUMNS.map(({ key, cell }) => (
        <td key={key} data-column={key}>
          {cell({ row, gone })}
        </td>
      ))}
    </tr>
  );
});
