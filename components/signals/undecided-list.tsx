'use client';

import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { signalHref } from '../../server/events/signals/constants.ts';
import { MAX_AGAIN } from '../../server/events/undecided/constants.ts';
import type { UndecidedRow } from '../../server/events/undecided/schema.ts';
import { LoadingRows } from '../layout/loading-page.tsx';
import { TakeOver } from '../live/take-over.tsx';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import type { Address } from './address.ts';
import { typeWords } from './constants.ts';
import styles from './signals.module.css';
import { UndecidedFacts } from './undecided-notice.tsx';
import { useEvaluateAgain } from './use-evaluate-again.ts';
import { useMayHandle } from './use-may-handle.ts';

type Props = { address: Address; onAddress: (address: Address) => void };

/** Signals that were accepted and could not be evaluated, longest waiting first: what failed, and what to do. */
export function UndecidedList({ address, onAddress }: Props) {
  const trpc = useTRPC();
  const list = useQuery({ ...trpc.signals.undecided.queryOptions(address), placeholderData: keepPreviousData });
  const denied = useMayHandle();
  const again = useEvaluateAgain();
  const rows = list.data?.rows ?? [];
  const waiting = rows.filter(({ state }) => state === 'waiting').map(({ seq }) => seq);
  if (list.error && !list.data) {
    return (
      <ErrorState
        title="The undecided signals could not be loaded."
        error={list.error}
        retry={() => void list.refetch()}
      />
    );
  }
  if (!list.data) return <LoadingRows />;
  const { totals, next } = list.data;
  return (
    <>
      <TakeOver />
      {rows.length === 0 ? (
        <EmptyState title="Every signal has been evaluated.">
          A signal whose evaluation fails is set aside here with the error, while everything else goes on.
        </EmptyState>
      ) : (
        <>
          <div className={styles.bulkBar}>
            <span role="status">
              {plural(totals.waiting + totals.asked, 'signal')} undecided
              {totals.asked ? `, ${formatCount(totals.asked)} to be evaluated again` : ''}
            </span>
            <ActButton
              size="xs"
              denied={denied ?? (waiting.length ? null : 'All on this page are to be evaluated again already.')}
              loading={again.isPending}
              onClick={() => again.mutate({ seqs: waiting.slice(0, MAX_AGAIN) })}
            >
              Evaluate {formatCount(waiting.length)} again
            </ActButton>
          </div>
          <ul className={styles.quarantine}>
            {rows.map((row) => (
              <UndecidedItem
                key={row.seq}
                row={row}
                denied={denied}
                busy={again.isPending && again.variables.seqs.includes(row.seq)}
                onAgain={() => again.mutate({ seqs: [row.seq] })}
              />
            ))}
          </ul>
        </>
      )}
      <nav className={styles.pages} aria-label="Pages">
        {address.after ? <Button onClick={() => onAddress({})}>First</Button> : null}
        {next ? <Button onClick={() => onAddress({ after: next })}>Next</Button> : null}
      </nav>
    </>
  );
}

type ItemProps = { row: UndecidedRow; denied: string | null; busy: boolean; onAgain: () => void };

function UndecidedItem({ row, denied, busy, onAgain }: ItemProps) {
  return (
    <li className={styles.undecided}>
      <div>
        <h2>
          <Link href={signalHref(row)} prefetch={false}>
            {row.words}
          </Link>
        </h2>
        <UndecidedFacts undecided={row} />
        <p className={styles.facts}>
          <span>{typeWords(row.type)}</span>
          <span>
            {row.sourceName}, <span className={styles.mono}>{row.source}</span>
          </span>
          <span>id {row.id}</span>
          <span>{row.region}</span>
        </p>
      </div>
      <ActButton
        size="xs"
        denied={denied ?? (row.state === 'asked' ? 'It is to be evaluated again already.' : null)}
        loading={busy}
        onClick={onAgain}
      >
        Evaluate again
      </ActButton>
    </li>
  );
}
