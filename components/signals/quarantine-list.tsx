'use client';

import { Button, Checkbox } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { LoadingRows } from '../layout/loading-page.tsx';
import { TakeOver } from '../live/take-over.tsx';
import { useTRPC } from '../live/trpc.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { type Address, toQuarantineInput } from './address.ts';
import { QuarantineFilter } from './quarantine-filter.tsx';
import { QuarantineItem } from './quarantine-item.tsx';
import styles from './signals.module.css';
import { useMayHandle } from './use-may-handle.ts';

const BulkDialog = dynamic(() => import('./bulk-dialog.tsx').then((file) => file.BulkDialog), { ssr: false });

type Props = { address: Address; onAddress: (address: Address) => void };
type Doing = { act: 'replay' | 'discard'; ids: string[] | null };

/** Signals that could not be accepted: why, what exactly, and what became of them. Nothing in them was acted on. */
export function QuarantineList({ address, onAddress }: Props) {
  const trpc = useTRPC();
  const input = toQuarantineInput(address);
  const rows = useQuery({ ...trpc.quarantine.list.queryOptions(input), placeholderData: keepPreviousData });
  const denied = useMayHandle();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [doing, setDoing] = useState<Doing | null>(null);
  const held = rows.data?.rows.filter(({ state }) => state === 'held') ?? [];
  const chosen = held.filter(({ id }) => picked.has(id)).map(({ id }) => id);
  const pick = (ids: readonly string[], on: boolean) =>
    setPicked((before) => new Set(on ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))));
  const { before: _before, held: _held, ...filter } = address;

  return (
    <>
      <TakeOver />
      <QuarantineFilter address={address} onAddress={onAddress} totals={rows.data?.totals} />
      {denied ? null : (
        <fieldset className={styles.bulkBar} aria-label="Several at once">
          <Checkbox
            label={chosen.length ? `${chosen.length} picked` : 'Pick all on this page'}
            checked={held.length > 0 && chosen.length === held.length}
            indeterminate={chosen.length > 0 && chosen.length < held.length}
            disabled={held.length === 0}
            onChange={({ currentTarget }) =>
              pick(
                held.map(({ id }) => id),
                currentTarget.checked,
              )
            }
          />
          {(['replay', 'discard'] as const).map((act) => (
            <Button
              key={act}
              size="xs"
              disabled={!rows.data?.totals.held}
              onClick={() => setDoing({ act, ids: chosen.length ? chosen : null })}
            >
              {act === 'replay' ? 'Replay' : 'Discard'} {chosen.length ? 'picked' : 'all held'}…
            </Button>
          ))}
        </fieldset>
      )}
      {rows.error && !rows.data ? (
        <ErrorState title="The quarantine could not be loaded." error={rows.error} retry={() => void rows.refetch()} />
      ) : !rows.data ? (
        <LoadingRows />
      ) : rows.data.rows.length === 0 ? (
        <EmptyState title={Object.keys(address).length ? 'Nothing here matches.' : 'The quarantine is empty.'}>
          A signal that breaks its contract, or cannot be stored as it is, is kept here byte for byte with the reason,
          until somebody replays or discards it.
        </EmptyState>
      ) : (
        <ul className={styles.quarantine}>
          {rows.data.rows.map((row) => (
            <QuarantineItem
              key={row.id}
              row={row}
              picked={picked.has(row.id)}
              onPick={denied ? null : (on) => pick([row.id], on)}
            />
          ))}
        </ul>
      )}
      <nav className={styles.pages} aria-label="Pages">
        {address.before ? (
          <Button
            onClick={() => {
              const { before: _old, ...rest } = address;
              onAddress(rest);
            }}
          >
            Newest
          </Button>
        ) : null}
        {rows.data?.older ? (
          <Button onClick={() => onAddress({ ...address, before: rows.data?.older ?? '' })}>Older</Button>
        ) : null}
      </nav>
      {doing && (
        <BulkDialog
          act={doing.act}
          ids={doing.ids}
          filter={filter}
          close={() => {
            setDoing(null);
            setPicked(new Set());
          }}
        />
      )}
    </>
  );
}
