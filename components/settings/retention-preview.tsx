import type { RetentionPreview as Preview, RetentionKind } from '../../server/decisions/retention/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount, formatDate } from '../ui/format.ts';

type Row = Preview['kinds'][number];

const NAMES: Record<RetentionKind, string> = {
  feed: 'Feed',
  counts: 'Alarm counts',
  notes: 'Notes of closed cases',
};

const dateOf = (at: string | null): string => (at === null ? 'none' : formatDate(new Date(at)));

const COLUMNS: Column<Row>[] = [
  { key: 'kind', header: 'What', main: true, cell: ({ kind }) => NAMES[kind] },
  { key: 'rows', header: 'Rows that go', numeric: true, cell: ({ rows }) => formatCount(rows) },
  { key: 'oldest', header: 'Oldest', cell: ({ oldest }) => dateOf(oldest) },
  { key: 'newest', header: 'Newest', cell: ({ newest }) => dateOf(newest) },
  { key: 'before', header: 'All from before', cell: ({ before }) => dateOf(before) },
  { key: 'kept', header: 'Rows that stay', numeric: true, cell: ({ kept }) => formatCount(kept) },
];

/** What a dry run found. */
export function RetentionPreview({ kinds }: Preview) {
  return <DataTable label="What would go now" columns={COLUMNS} rows={kinds} rowKey={({ kind }) => kind} />;
}
