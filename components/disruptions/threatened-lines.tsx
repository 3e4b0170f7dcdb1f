'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import type { Column } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Money } from '../ui/money.tsx';
import { WorldTime } from '../ui/times.tsx';
import { ThreatenedRows } from './threatened-rows.tsx';

type Line = Card['threatens']['lines'][number];

const COLUMNS: Column<Line>[] = [
  { key: 'item', header: 'Item', main: true, wraps: true, cell: (line) => line.item },
  { key: 'order', header: 'Order · line', cell: (line) => `${line.orderNumber} · ${line.lineNumber}` },
  {
    key: 'packs',
    header: 'Packs',
    numeric: true,
    cell: (line) => (
      <span title={`${formatCount(line.quantity)} × ${line.packUnit}`}>{formatCount(line.quantity)}</span>
    ),
  },
  { key: 'value', header: 'Value', numeric: true, cell: (line) => <Money usd={line.valueUsd} /> },
  { key: 'customer', header: 'Customer', cell: (line) => line.customer },
  // dueAt is the first instant at which the line is late; people say the last day on which it was not.
  { key: 'due', header: 'Due', cell: (line) => <WorldTime at={new Date(Date.parse(line.dueAt) - 1)} date /> },
  {
    key: 'delivered',
    header: 'Delivered',
    cell: (line) => (line.deliveredAt ? <WorldTime at={line.deliveredAt} date /> : 'not yet'),
  },
];

/** The order lines of a case. `first` are those that the card brings, of `count`. */
export function ThreatenedLines({ caseId, first, count }: { caseId: string; first: Line[]; count: number }) {
  const [asked, setAsked] = useState(false);
  const options = useTRPC().disruptions.lines.infiniteQueryOptions(
    { id: caseId },
    { enabled: asked, getNextPageParam: ({ next }) => next },
  );
  return (
    <ThreatenedRows
      label="Order lines"
      noun="order line"
      columns={COLUMNS}
      rowKey={(line) => line.key}
      first={first}
      count={count}
      all={useInfiniteQuery(options)}
      ask={() => setAsked(true)}
    />
  );
}
