'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AccessEntry } from '../../server/audit/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Stamp } from '../ui/times.tsx';
import classes from './audit.module.css';
import { AuditHeader } from './audit-header.tsx';
import { Pager } from './pager.tsx';
import { SoundMark } from './sound-mark.tsx';

const COLUMNS: Column<AccessEntry>[] = [
  {
    key: 'meaning',
    header: 'What',
    main: true,
    wraps: true,
    cell: ({ meaning, action, about }) => (
      <>
        {meaning} <code>{action}</code>
        {about && (
          <>
            {' '}
            Case: <Link href={`/disruptions/${about.disruptionId}`}>{about.title}</Link>
          </>
        )}
      </>
    ),
  },
  { key: 'who', header: 'Who', cell: ({ who }) => <span title={who.id}>{who.name}</span> },
  { key: 'roles', header: 'As', cell: ({ who }) => who.roles.join(', ') || (who.kind === 'person' ? '–' : who.kind) },
  { key: 'at', header: 'When', cell: ({ at }) => <Stamp at={at} /> },
  { key: 'sound', header: 'Record', cell: ({ sound }) => <SoundMark sound={sound} /> },
];

/** Who came and went, and what was refused to whom, newest first, a page at a time. */
export function AccessList({ search, before }: { search: string | undefined; before: string | undefined }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.audit.access.queryOptions({ search, before }, { placeholderData: keepPreviousData }));
  if (list.error && !list.data) {
    return <ErrorState title="The entries could not be loaded." error={list.error} retry={() => list.refetch()} />;
  }
  return (
    <>
      <AuditHeader list="access" search={search} />
      {!list.data && <EmptyState title="Loading the entries…" />}
      {list.data?.entries.length === 0 && (
        <EmptyState
          title={search ? `No entry speaks of “${search}”.` : 'Nobody has signed in, and nothing was refused.'}
        >
          {search ? 'Search by a person, an act such as “approving”, a reason, or a case.' : null}
        </EmptyState>
      )}
      {list.data && list.data.entries.length > 0 && (
        <div className={classes.list}>
          <DataTable label="Access" columns={COLUMNS} rows={list.data.entries} rowKey={(row) => row.id} />
        </div>
      )}
      <Pager list="access" search={search} before={before} nextBefore={list.data?.nextBefore ?? null} />
    </>
  );
}
