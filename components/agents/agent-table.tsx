import type { AgentView } from '../../server/decisions/models/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import classes from './agents.module.css';
import { modelHref, STATUS_WORDS } from './words.ts';

/** Accepted unchanged ÷ decided by people, with its n; never a bare percentage of nothing. */
const acceptance = ({ decided, unchanged }: AgentView): string =>
  decided === 0 ? 'no data' : `${Math.round((unchanged / decided) * 100)} % of ${formatCount(decided)}`;

const COLUMNS: Column<AgentView>[] = [
  {
    key: 'name',
    header: 'Agent',
    main: true,
    cell: (agent) => <Link href={modelHref(agent)}>{agent.name}</Link>,
  },
  { key: 'version', header: 'Version', cell: ({ version }) => version },
  { key: 'playbook', header: 'Answers', cell: ({ playbook }) => playbook },
  {
    key: 'status',
    header: 'Status',
    cell: ({ status }) => (
      <span className={classes.status} data-status={status ?? 'retired'}>
        {status ? STATUS_WORDS[status] : 'not in the catalogue'}
      </span>
    ),
  },
  { key: 'proposals', header: 'Proposals', numeric: true, cell: ({ proposals }) => formatCount(proposals) },
  { key: 'policy', header: 'Settled by policy', numeric: true, cell: ({ byPolicy }) => formatCount(byPolicy) },
  { key: 'accepted', header: 'Accepted by people', numeric: true, cell: acceptance },
  { key: 'changed', header: 'Changed', numeric: true, cell: ({ changed }) => formatCount(changed) },
  { key: 'rejected', header: 'Rejected', numeric: true, cell: ({ rejected }) => formatCount(rejected) },
];

/** Every agent with what it proposed and what became of it. */
export function AgentTable({ agents }: { agents: AgentView[] }) {
  return (
    <DataTable
      label="Agents at work"
      columns={COLUMNS}
      rows={agents}
      rowKey={({ name, version }) => `${name} ${version}`}
    />
  );
}
