'use client';

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { UNFINISHED } from '../../server/events/imports/constants.ts';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { formatCount, formatUtc } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { Account } from './account.tsx';
import { Acknowledgement } from './acknowledgement.tsx';
import { importsOf } from './address.ts';
import styles from './imports.module.css';
import { ReadAgain } from './read-again.tsx';
import { RowErrors } from './row-errors.tsx';
import { FORMAT_WORDS, isUnderWay, PROGRESS_MS, standingOf, standingWords } from './words.ts';

/** One file: what became of its rows, what is wrong with them, what its sender was answered, and the file itself. */
export function ImportScreen({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery({
    ...trpc.imports.read.queryOptions({ id }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? PROGRESS_MS : false),
  });
  if (error && !data)
    return <ErrorState title="The import could not be loaded." error={error} retry={() => void refetch()} />;
  if (!data) return <LoadingRows />;
  const underWay = isUnderWay(data);
  const known = data.quarantined + data.refused;
  return (
    <>
      <PageHeader
        title={data.name}
        aside={<Link href={importsOf(data.sourceId)}>Imports of {data.sourceName}</Link>}
        actions={
          <Button component="a" href={`/api/imports/${id}/file`} download>
            Download the file
          </Button>
        }
      />
      <Section title="What became of it">
        <Account row={data} underWay={underWay || UNFINISHED.includes(data.state)} />
        <p className={styles.state} data-state={standingOf(data)} role="status">
          {standingWords(data)}
          {data.reason ? `: ${data.reason}` : ''}
        </p>
        <p className={styles.note}>
          {FORMAT_WORDS[data.format]}
          {data.mapping ? ` by the mapping ${data.mapping.name}, version ${data.mapping.version}` : ''} ·{' '}
          {formatCount(data.bytes)} bytes · sent by {data.sentBy} · {formatUtc(new Date(data.startedAt))}
        </p>
        <p className={styles.hash}>SHA-256 {data.bytesHash}</p>
        {UNFINISHED.includes(data.state) ? <ReadAgain id={id} /> : null}
      </Section>
      <Section
        title="Row errors"
        aside={data.rowErrors.length < known ? `${formatCount(data.rowErrors.length)} kept` : null}
      >
        {underWay ? (
          <p className={styles.note}>What is wrong with rows is told once the last one is read.</p>
        ) : (
          <RowErrors errors={data.rowErrors} />
        )}
      </Section>
      {data.acknowledgement ? (
        <Acknowledgement id={id} text={data.acknowledgement} kind={data.format === 'x12' ? '997' : 'CONTRL'} />
      ) : null}
    </>
  );
}
