import Link from 'next/link';
import type { FeatureValueView } from '../../server/events/features/schema.ts';
import { signalHref } from '../../server/events/signals/constants.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Age, WorldTime } from '../ui/times.tsx';
import classes from './agents.module.css';
import { featureHref, subjectWords } from './words.ts';

const FEATURE: Column<FeatureValueView> = {
  key: 'feature',
  header: 'Feature',
  cell: ({ feature, version }) => (
    <Link href={featureHref(feature)}>
      {feature} v{version}
    </Link>
  ),
};

const COLUMNS: Column<FeatureValueView>[] = [
  { key: 'subject', header: 'Of', main: true, wraps: true, cell: subjectWords },
  { key: 'words', header: 'Value', cell: ({ words }) => words },
  { key: 'asOf', header: 'As of (UTC)', cell: ({ asOf }) => <WorldTime at={asOf} /> },
  { key: 'age', header: 'Computed', cell: ({ computedAt }) => <Age at={computedAt} suffix=" ago" /> },
  { key: 'source', header: 'Source', cell: ({ source }) => source },
  { key: 'n', header: 'From', numeric: true, cell: ({ n }) => `${formatCount(n)} facts` },
  {
    key: 'newest',
    header: 'Newest signals in it',
    wraps: true,
    cell: ({ source, newest }) =>
      newest.length ? (
        <span className={classes.newest}>
          {newest.map((id) => (
            <Link key={id} href={signalHref({ source, id })}>
              {id}
            </Link>
          ))}
        </span>
      ) : (
        'none yet'
      ),
  },
];

type Props = { label: string; values: FeatureValueView[]; named?: boolean };

/** Feature values with their moment, age, source, and the newest signals behind each. `named` says of which feature. */
export function ValueTable({ label, values, named }: Props) {
  return (
    <DataTable label={label} columns={named ? [FEATURE, ...COLUMNS] : COLUMNS} rows={values} rowKey={({ id }) => id} />
  );
}
