'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import type { Column } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Money } from '../ui/money.tsx';
import { ThreatenedRows } from './threatened-rows.tsx';

type Goods = NonNullable<Card['threatens']['goods']>[number];

const COLUMNS: Column<Goods>[] = [
  { key: 'item', header: 'Item', main: true, wraps: true, cell: (row) => row.item },
  { key: 'quantity', header: 'Quantity', numeric: true, cell: (row) => `${formatCount(row.quantity)} × ${row.unit}` },
  {
    key: 'value',
    header: 'Value',
    numeric: true,
    cell: (row) => (row.valueUsd === null ? 'not known' : <Money usd={row.valueUsd} />),
  },
  { key: 'where', header: 'Where to', cell: (row) => row.where },
  { key: 'order', header: 'Order', cell: (row) => row.order ?? '—' },
  { key: 'customer', header: 'Customer', cell: (row) => row.customer ?? '—' },
];

/** The goods that a case threatens other than by an order line that is late. `first` are those that the card brings, of `count`. */
export function ThreatenedGoods({ caseId, first, count }: { caseId: string; first: Goods[]; count: number }) {
  const [asked, setAsked] = useState(false);
  const options = useTRPC().disruptions.goods.infiniteQueryOptions(
    { id: caseId },
    { enabled: asked, getNextPageParam: ({ next }) => next },
  );
  return (
    <ThreatenedRows
      label="Goods"
      noun="item"
      columns={COLUMNS}
      rowKey={(row, place) => `${place} ${row.item}`}
      first={first}
      count={count}
      all={useInfiniteQuery(options)}
      ask={() => setAsked(true)}
    />
  );
}
