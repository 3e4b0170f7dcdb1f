'use client';

import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { sessionView } from '../../server/auth/schema.ts';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorState } from '../ui/messages.tsx';
import { Age, Stamp } from '../ui/times.tsx';
import styles from './settings.module.css';

const COLUMNS: Column<z.infer<typeof sessionView>>[] = [
  {
    key: 'browser',
    header: 'Browser',
    main: true,
    cell: ({ browser, current }) => (current ? <strong>{browser}, this one</strong> : browser),
  },
  { key: 'address', header: 'Signed in from', cell: ({ address }) => <span className="num">{address}</span> },
  { key: 'created', header: 'Signed in', cell: ({ createdAt }) => <Stamp at={createdAt} /> },
  { key: 'used', header: 'Last used', cell: ({ lastUsedAt }) => <Age at={lastUsedAt} suffix=" ago" /> },
  { key: 'ends', header: 'Ends at the latest', cell: ({ endsAt }) => <Stamp at={endsAt} /> },
];

/** Where a person is signed in, and the button that ends it everywhere, here too. */
export function OwnSessions() {
  const trpc = useTRPC();
  const sessions = useQuery(trpc.session.list.queryOptions(undefined, { refetchInterval: 30_000 }));
  const leave = useMutation(
    trpc.session.signOutEverywhere.mutationOptions({ onSuccess: () => window.location.assign('/sign-in') }),
  );
  if (sessions.error && !sessions.data)
    return (
      <ErrorState
        title="Your sessions could not be loaded."
        error={sessions.error}
        retry={() => void sessions.refetch()}
      />
    );
  if (!sessions.data) return <LoadingRows />;
  return (
    <>
      <DataTable label="Your sessions" columns={COLUMNS} rows={sessions.data} rowKey={({ id }) => id} />
      <div className={styles.ends}>
        <Button size="xs" variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
          Sign out everywhere
        </Button>
        <span>In this browser too. Whoever holds one of these sessions is out at once.</span>
      </div>
    </>
  );
}
