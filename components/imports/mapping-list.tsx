'use client';

import { useQuery } from '@tanstack/react-query';
import type { MappingView } from '../../server/events/imports/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorState } from '../ui/messages.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import styles from './imports.module.css';

const COLUMNS: Column<MappingView>[] = [
  { key: 'name', header: 'Mapping', main: true, cell: ({ name }) => name },
  { key: 'version', header: 'Version', numeric: true, cell: ({ version }) => version },
  { key: 'type', header: 'Makes', cell: ({ signalType }) => signalType },
  { key: 'id', header: 'Rows are named by', wraps: true, cell: ({ mapping }) => mapping.id.join(' + ') },
  { key: 'by', header: 'Saved by', cell: ({ savedBy }) => savedBy },
  { key: 'at', header: 'When', cell: ({ savedAt }) => <Age at={savedAt} suffix=" ago" /> },
];

/** How CSV files of a source become signals: the newest version of each saved mapping. */
export function MappingList({ sourceId }: { sourceId: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.imports.mappings.queryOptions({ sourceId }));
  if (error && !data)
    return <ErrorState title="The mappings could not be loaded." error={error} retry={() => void refetch()} />;
  if (!data) return null;
  return (
    <Section title="Mappings">
      {data.length ? (
        <DataTable label="Saved mappings" columns={COLUMNS} rows={data} rowKey={({ name }) => name} />
      ) : (
        <p className={styles.note}>
          None yet. A mapping is saved when the first CSV file is imported: it says which column fills which field.
        </p>
      )}
    </Section>
  );
}
