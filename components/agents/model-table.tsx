import type { ModelView } from '../../server/decisions/models/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Stamp } from '../ui/times.tsx';
import classes from './agents.module.css';
import { modelHref, STATUS_WORDS } from './words.ts';

const COLUMNS: Column<ModelView>[] = [
  {
    key: 'name',
    header: 'Model',
    main: true,
    wraps: true,
    cell: (model) => (
      <>
        <Link href={modelHref(model)}>{model.name}</Link>
        <div className={classes.quiet}>{model.purpose}</div>
      </>
    ),
  },
  { key: 'version', header: 'Version', cell: ({ version }) => version },
  { key: 'kind', header: 'Kind', cell: ({ kind }) => kind },
  { key: 'owner', header: 'Owner', cell: ({ owner }) => owner },
  {
    key: 'status',
    header: 'Status',
    cell: ({ status }) => (
      <span className={classes.status} data-status={status}>
        {STATUS_WORDS[status]}
      </span>
    ),
  },
  { key: 'held', header: 'Cases held', numeric: true, cell: ({ heldCases }) => formatCount(heldCases) },
  { key: 'since', header: 'Since', cell: ({ statusAt }) => <Stamp at={statusAt} /> },
];

/** The model catalogue, each entry with its card behind its name. */
export function ModelTable({ models }: { models: ModelView[] }) {
  return (
    <DataTable
      label="Model catalogue"
      columns={COLUMNS}
      rows={models}
      rowKey={({ name, version }) => `${name} ${version}`}
    />
  );
}
