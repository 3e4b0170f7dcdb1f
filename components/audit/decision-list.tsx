'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { auditListSchema } from '../../server/audit/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Stamp } from '../ui/times.tsx';
import classes from './audit.module.css';
import { AuditHeader } from './audit-header.tsx';
import { Pager } from './pager.tsx';
import { DECISION_WORDS } from './words.ts';

type Row = z.infer<typeof auditListSchema>['decisions'][number];

const COLUMNS: Column<Row>[] = [
  {
    key: 'title',
    header: 'Disruption',
    main: true,
    wraps: true,
    cell: (row) => <Link href={`/audit/${row.id}`}>{row.title}</Link>,
  },
  { key: 'at', header: 'Decided', cell: (row) => <Stamp at={row.decidedAt} /> },
  { key: 'kind', header: 'How', cell: (row) => DECISION_WORDS[row.kind] ?? row.kind },
  { key: 'by', header: 'By', cell: (row) => row.actors.join(', ') || 'policy' },
  {
    key: 'policy',
    header: 'Policy',
    numeric: true,
    cell: (row) => <Link href={`/policies/${row.policyVersion}`}>v{row.policyVersion}</Link>,
  },
  { key: 'entries', header: 'Entries', numeric: true, cell: (row) => formatCount(row.entries) },
];

/** Every decision, newest first, a page at a time; each leads to its trace. */
export function DecisionList({ search, before }: { search: string | undefined; before: string | undefined }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.audit.list.queryOptions({ search, before }, { placeholderData: keepPreviousData }));
  if (list.error && !list.data) {
    return <ErrorState title="The decisions could not be loaded." error={list.error} retry={() => list.refetch()} />;
  }
  return (
    <>
      <AuditHeader list="decisions" search={search} />
      {!list.data && <EmptyState title="Loading the decisions…" />}
      {list.data && list.data.decisions.length === 0 && (
        <EmptyState title={search ? `No decision speaks of “${search}”.` : 'No decision has been taken yet.'}>
          {search
            ? 'Search by supplier, shipment, destination or title.'
            : 'Each decision appears here with the chain behind it.'}
        </EmptyState>
      )}
      {list.data && list.data.decisions.length > 0 && (
        <div className={classes.list}>
          <DataTable label="Decisions" columns={COLUMNS} rows={list.data.decisions} rowKey={(row) => row.id} />
        </div>
      )}
      <Pager list="decisions" search={search} before={before} nextBefore={list.data?.nextBefore ?? null} />
    </>
  );
}
