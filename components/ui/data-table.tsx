import type { ReactNode } from 'react';
import styles from './ui.module.css';

export type Column<Row> = {
  key: string;
  header: string /** Figures stand at the right, under one another. */;
  numeric?: boolean;
  /** What the row says: takes the room, and on a phone stands first, without its header. */
  main?: boolean;
  /** May break into lines. */
  wraps?: boolean;
  cell: (row: Row) => ReactNode;
};

type Props<Row> = { label: string; columns: Column<Row>[]; rows: readonly Row[]; rowKey: (row: Row) => string };

/** A plain table of facts with hairlines; wide ones scroll in their own place. For lists that fit a screen or two. */
export function DataTable<Row>({ label, columns, rows, rowKey }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.tableBox} aria-label={label} tabIndex={0}>
      <table className={styles.dataTable}>
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
          {rows.map((row) => (
            <tr key={rowKey(row)}>
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
