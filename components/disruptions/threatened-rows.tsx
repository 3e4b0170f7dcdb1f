'use client';

import { type Column, DataTable } from '../ui/data-table.tsx';
import { plural } from '../ui/format.ts';
import { MoreButton } from '../ui/more-button.tsx';

const OPEN_UP_TO = 6;

type Props<Row> = {
  label: string;
  /** What one of them is called. */
  noun: string;
  columns: Column<Row>[];
  rowKey: (row: Row, place: number) => string;
  /** The first ones, which the card brings; and how many there are. */
  first: Row[];
  count: number;
  /** All of them, a page at a time, once `ask` was called. */
  all: {
    data: { pages: { rows: Row[] }[] } | undefined;
    isFetching: boolean;
    hasNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  ask: () => void;
};

/** What a case threatens, row by row. A short list stands open, and a long one shows its first rows until somebody wants more. */
export function ThreatenedRows<Row>({ label, noun, columns, rowKey, first, count, all, ask }: Props<Row>) {
  if (count === 0) return null;
  const rows = all.data?.pages.flatMap((page) => page.rows) ?? first;
  return (
    <details open={count <= OPEN_UP_TO}>
      <summary>{plural(count, noun)}</summary>
      <DataTable label={label} columns={columns} rows={rows} rowKey={rowKey} />
      <MoreButton
        label="Show more"
        left={count - rows.length}
        loading={all.isFetching}
        onMore={() => void (all.data ? all.fetchNextPage() : ask())}
      />
    </details>
  );
}
