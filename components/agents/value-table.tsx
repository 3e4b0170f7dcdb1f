import { Fragment } from 'react';
import type { FeatureValueView } from '../../server/events/features/schema.ts';
import { signalHref } from '../../server/events/signals/constants.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Age, WorldTime } from '../ui/times.tsx';
import { featureHref, subjectWords } from './words.ts';

/** Beside the newest, those before it. */
const ORDINALS = ['2nd', '3rd'];

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
    header: 'Newest signal in it',
    cell: ({ source, n, newest: [first, ...others] }) =>
      first ? (
        <>
          <Link href={signalHref({ source, id: first })}>{first}</Link>
          {others.map((id, place) => (
            <Fragment key={id}>
              {' '}
              <Link
                href={signalHref({ source, id })}
                title={id}
                aria-label={`${ORDINALS[place] ?? `${place + 2}th`} newest: ${id}`}
              >
                {ORDINALS[place] ?? `${place + 2}th`}
              </Link>
            </Fragment>
          ))}
        </>
      ) : n > 0 ? (
        'the signals of its case'
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
