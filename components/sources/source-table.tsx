import type { SourceView } from '../../server/events/sources/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatLag, plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { NotMeasured } from '../ui/not-measured.tsx';
import { Age } from '../ui/times.tsx';
import {
  budgetOf,
  budgetWords,
  describeState,
  freshnessOf,
  lagOf,
  percentWords,
  rateOf,
  rateWords,
  typesOf,
  whyNoLag,
  whyNotJudged,
} from './describe-standing.ts';
import { StateWord } from './state-word.tsx';

const or = (value: number | null, words: (value: number) => string, why: string) =>
  value === null ? <NotMeasured why={why} /> : words(value);

const COLUMNS: Column<SourceView>[] = [
  { key: 'name', header: 'Source', main: true, cell: ({ id, name }) => <Link href={`/sources/${id}`}>{name}</Link> },
  { key: 'system', header: 'System', cell: ({ system }) => system },
  { key: 'state', header: 'State', cell: (source) => <StateWord {...describeState(source)} /> },
  { key: 'rate', header: 'Rate', numeric: true, cell: (source) => rateWords(rateOf(source)) },
  {
    key: 'lag',
    header: 'Lag',
    numeric: true,
    cell: (source) => or(lagOf(source), formatLag, whyNoLag(typesOf(source))),
  },
  {
    key: 'fresh',
    header: 'Fresh',
    numeric: true,
    cell: (source) => or(freshnessOf(source), percentWords, whyNotJudged(typesOf(source))),
  },
  {
    key: 'budget',
    header: 'Budget',
    numeric: true,
    cell: (source) => or(budgetOf(source), budgetWords, whyNotJudged(typesOf(source))),
  },
  {
    key: 'alerts',
    header: 'Alerts',
    cell: ({ alerts }) => {
      const open = alerts.filter(({ closedAt }) => closedAt === null).length;
      return open ? plural(open, 'open alert') : 'none';
    },
  },
  {
    key: 'last',
    header: 'Last signal',
    cell: ({ lastSignalAt }) => (lastSignalAt ? <Age at={lastSignalAt} suffix=" ago" /> : 'none yet'),
  },
];

/** Every source in a line: whether it sends what was agreed, and how much room it has left. */
export function SourceTable({ sources }: { sources: SourceView[] }) {
  return <DataTable label="Sources" columns={COLUMNS} rows={sources} rowKey={({ id }) => id} />;
}
