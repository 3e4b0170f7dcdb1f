'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ImportRow } from '../../server/events/imports/schema.ts';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import { importOf, newImportOf } from './address.ts';
import styles from './imports.module.css';
import { MappingList } from './mapping-list.tsx';
import { useMayImport } from './use-may-import.ts';
import { FORMAT_WORDS, isUnderWay, PROGRESS_MS, standingOf, standingWords } from './words.ts';

const number = (
  key: 'rows' | 'accepted' | 'duplicates' | 'quarantined' | 'refused',
  header: string,
): Column<ImportRow> => ({
  key,
  header,
  numeric: true,
  cell: (row) => (
    <span
      data-bad={(key === 'refused' || key === 'quarantined') && row[key] > 0 ? true : undefined}
      className={styles.figure}
    >
      {formatCount(row[key])}
    </span>
  ),
});

const columnsFor = (sourceId: string): Column<ImportRow>[] => [
  {
    key: 'name',
    header: 'File',
    main: true,
    wraps: true,
    cell: ({ id, name }) => <Link href={importOf(sourceId, id)}>{name}</Link>,
  },
  {
    key: 'format',
    header: 'Format',
    cell: ({ format, mapping }) => `${FORMAT_WORDS[format]}${mapping ? ` · ${mapping.name}` : ''}`,
  },
  {
    key: 'state',
    header: 'State',
    cell: (row) => (
      <span title={row.reason ?? undefined} className={styles.state} data-state={standingOf(row)}>
        {standingWords(row)}
      </span>
    ),
  },
  number('rows', 'Rows'),
  number('accepted', 'Accepted'),
  number('duplicates', 'Known'),
  number('quarantined', 'Quarantined'),
  number('refused', 'Refused'),
  { key: 'by', header: 'Sent by', cell: ({ sentBy }) => sentBy },
  { key: 'at', header: 'When', cell: ({ startedAt }) => <Age at={startedAt} suffix=" ago" /> },
];

/** The files that came in for a source, with what became of their rows, and the mappings it has saved. */
export function ImportsScreen({ sourceId }: { sourceId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const denied = useMayImport();
  const list = useQuery({
    ...trpc.imports.list.queryOptions({ sourceId }),
    refetchInterval: ({ state }) => (state.data?.imports.some(isUnderWay) ? PROGRESS_MS : false),
  });
  const { data } = list;
  return (
    <>
      <PageHeader
        title={data ? `Imports of ${data.source.name}` : 'Imports'}
        aside={data ? plural(data.imports.length, 'file') : null}
        actions={
          <ActButton variant="filled" denied={denied} onClick={() => router.push(newImportOf(sourceId))}>
            Import a file
          </ActButton>
        }
      />
      {list.error && !data ? (
        <ErrorState title="The imports could not be loaded." error={list.error} retry={() => void list.refetch()} />
      ) : !data ? (
        <LoadingRows />
      ) : data.imports.length === 0 ? (
        <EmptyState title="No file has come in yet.">
          A file appears here when an operator imports one, or when the source sends it to POST /api/v1/imports.
        </EmptyState>
      ) : (
        <Section title="Files" aside={data.imports.length === 100 ? 'the newest 100' : null}>
          <DataTable
            label="Imported files"
            columns={columnsFor(sourceId)}
            rows={data.imports}
            rowKey={({ id }) => id}
          />
        </Section>
      )}
      <MappingList sourceId={sourceId} />
    </>
  );
}
