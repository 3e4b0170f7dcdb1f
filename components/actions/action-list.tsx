'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { z } from 'zod';
import type { ActionRow, listActionsInput } from '../../server/actions/sagas/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Money } from '../ui/money.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { Age, Countdown } from '../ui/times.tsx';
import { ViewSwitch } from '../ui/view-switch.tsx';
import classes from './actions.module.css';

export type ActionFilter = z.infer<typeof listActionsInput>['filter'];

const FILTERS: { key: ActionFilter; label: string; empty: string }[] = [
  { key: 'all', label: 'All', empty: 'No action has been started yet.' },
  { key: 'active', label: 'Active', empty: 'No action is under way.' },
  { key: 'needs-person', label: 'Needs a person', empty: 'No action waits for a person.' },
];

const COLUMNS: Column<ActionRow>[] = [
  {
    key: 'title',
    header: 'Action',
    main: true,
    wraps: true,
    cell: (row) => <Link href={`/actions/${row.id}`}>{row.title}</Link>,
  },
  {
    key: 'state',
    header: 'State',
    cell: (row) => (
      <span className={classes.rowState}>
        <StateMark state={row.state} />
        {row.state === 'grace' && <Countdown until={row.graceUntil} />}
      </span>
    ),
  },
  { key: 'steps', header: 'Steps done', numeric: true, cell: (row) => `${row.stepsDone} of ${row.steps}` },
  { key: 'cost', header: 'Cost', numeric: true, cell: (row) => <Money usd={row.costUsd} /> },
  { key: 'region', header: 'Region', cell: (row) => row.region },
  { key: 'age', header: 'Age', numeric: true, cell: (row) => <Age at={row.createdAt} /> },
];

/** The actions, newest first; each leads to its steps. */
export function ActionList({ filter }: { filter: ActionFilter }) {
  const trpc = useTRPC();
  const router = useRouter();
  const list = useQuery(trpc.actions.list.queryOptions({ filter }));
  return (
    <>
      <PageHeader
        title="Actions"
        aside={list.data ? plural(list.data.length, 'action') : null}
        actions={
          <ViewSwitch
            label="Which actions"
            views={FILTERS}
            view={filter}
            onView={(key) => router.replace(key === 'all' ? '/actions' : `/actions?filter=${key}`)}
          />
        }
      />
      {list.error && !list.data && (
        <ErrorState title="The actions could not be loaded." error={list.error} retry={() => void list.refetch()} />
      )}
      {!list.error && !list.data && <EmptyState title="Loading the actions…" />}
      {list.data?.length === 0 && (
        <EmptyState title={FILTERS.find(({ key }) => key === filter)?.empty ?? ''}>
          A released proposal that does something appears here, step by step.
        </EmptyState>
      )}
      {list.data && list.data.length > 0 && (
        <div className={classes.list}>
          <DataTable label="Actions" columns={COLUMNS} rows={list.data} rowKey={(row) => row.id} />
        </div>
      )}
    </>
  );
}
