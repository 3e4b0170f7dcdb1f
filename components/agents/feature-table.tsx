import type { FeatureView } from '../../server/events/features/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Age } from '../ui/times.tsx';
import classes from './agents.module.css';
import { featureHref } from './words.ts';

const COLUMNS: Column<FeatureView>[] = [
  {
    key: 'name',
    header: 'Feature',
    main: true,
    wraps: true,
    cell: ({ name, definition, unit }) => (
      <>
        <Link href={featureHref(name)}>{name}</Link>
        <div className={classes.quiet}>{definition}</div>
        <div className={classes.quiet}>Unit: {unit}</div>
      </>
    ),
  },
  { key: 'version', header: 'Version', cell: ({ version }) => `v${version}` },
  { key: 'owner', header: 'Owner', cell: ({ owner }) => owner },
  { key: 'values', header: 'Stored values', numeric: true, cell: ({ values }) => formatCount(values) },
  {
    key: 'newest',
    header: 'Newest',
    cell: ({ newestAt }) => (newestAt ? <Age at={newestAt} suffix=" ago" /> : 'none yet'),
  },
];

/** Every released feature: what it says, in what unit, who answers for it. */
export function FeatureTable({ features }: { features: FeatureView[] }) {
  return (
    <DataTable
      label="Released features"
      columns={COLUMNS}
      rows={features}
      rowKey={({ name, version }) => `${name} ${version}`}
    />
  );
}
