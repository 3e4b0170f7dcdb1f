import type { ReactNode } from 'react';
import styles from './data-table.module.css';

export type Column<Row> = {
  key: string;
  header: string;
  /** Figures stand at the right, under one another. */
  numeric?: boolean;
  /** What the row says: takes the room, and on a phone stands first, without its header. */
  main?: boolean;
  /** May break into lines. */
  wraps?: boolean;
  cell: (row: Row) => ReactNode;
};

type Props<Row> = {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  /** By place instead of identity where rows only ever change what they say. */
  rowKey: (row: Row, place: number) => string;
  /** Every row as high as the next, so that a list that lives does not jump; what is too long is cut and its cell gives it as a title. */
  steady?: boolean;
};

/** A plain table of facts with hairlines; wide ones scroll in their own place. For lists that fit a screen or two. */
export function DataTable<Row>({ label, columns, rows, rowKey, steady }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.box} aria-label={label} tabIndex={0}>
      <table className={styles.table} data-steady={steady || undefined}>
        <thead>
          <tr>
            {columns.map(({ key, header, numeric }) => (
              <th key={key} scope="col" data-num={numeric || undefined}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={rowKey(row, place)}>
              {columns.map(({ key, header, numeric, main, wraps, cell }) => (
                <td
                  key={key}
                  data-label={header}
                  data-num={numeric || undefined}
                  data-main={main || undefined}
                  data-wraps={wraps || undefined}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
