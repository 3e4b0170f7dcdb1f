import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Money } from '../ui/money.tsx';
import { WorldTime } from '../ui/times.tsx';

type Line = Card['threatens']['lines'][number];

const OPEN_UP_TO = 6;

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

/** The order lines of a case. A short list stands open. */
export function ThreatenedLines({ lines }: { lines: Line[] }) {
  if (lines.length === 0) return null;
  return (
    <details open={lines.length <= OPEN_UP_TO}>
      <summary>{plural(lines.length, 'order line')}</summary>
      <DataTable label="Order lines" columns={COLUMNS} rows={lines} rowKey={(line) => line.key} />
    </details>
  );
}
