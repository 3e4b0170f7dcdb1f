'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AcceptanceRow } from '../../server/events/signals/schema.ts';
import { LoadingRows } from '../layout/loading-page.tsx';
import { TakeOver } from '../live/take-over.tsx';
import { useTRPC } from '../live/trpc.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import ui from '../ui/ui.module.css';
import { type Address, toAcceptanceInput } from './address.ts';
import styles from './signals.module.css';
import { SumAlarm } from './sum-alarm.tsx';

const hourOf = (hour: string) => `${hour.slice(11, 16)} UTC`;

const figure = (
  key: Exclude<keyof AcceptanceRow, 'sourceId' | 'sourceName' | 'hour'>,
  header: string,
): Column<AcceptanceRow> => ({
  key,
  header,
  numeric: true,
  cell: (row) => formatCount(row[key]),
});

const COLUMNS: Column<AcceptanceRow>[] = [
  { key: 'hour', header: 'Hour', cell: ({ hour }) => <time dateTime={hour}>{hourOf(hour)}</time> },
  { key: 'source', header: 'Source', main: true, cell: ({ sourceName }) => sourceName },
  figure('sent', 'Sent'),
  figure('replayed', 'Replayed'),
  figure('accepted', 'Accepted'),
  figure('duplicates', 'Duplicates'),
  figure('quarantined', 'Quarantined'),
  figure('rejected', 'Rejected'),
  {
    key: 'unaccounted',
    header: 'Sum',
    numeric: true,
    cell: ({ unaccounted }) => (
      <Check off={unaccounted} short="without outcome" over="too many" title="Held against what was read" />
    ),
  },
  {
    key: 'difference',
    header: 'Log',
    numeric: true,
    cell: ({ difference, stored }) => (
      <Check
        off={difference}
        short="not in the log"
        over="not counted"
        title={`${formatCount(stored)} stored in the log`}
      />
    ),
  },
];

type CheckProps = { off: number; short: string; over: string; title: string };

/** That a figure comes out, or how far off it is: by icon, figure and word. */
function Check({ off, short, over, title }: CheckProps) {
  const sound = off === 0;
  const Icon = sound ? IconCheck : IconAlertTriangle;
  return (
    <span className={ui.mark} data-tone={sound ? 'ok' : 'danger'} title={title}>
      <Icon size={14} aria-hidden="true" />
      {sound ? 'holds' : `${formatCount(Math.abs(off))} ${off > 0 ? short : over}`}
    </span>
  );
}

type Props = {
  address: Address;
  onAddress: (address: Address) => void;
  /** UTC day to begin with. */
  today: string;
};

/** What each source sent in each hour of a day and what became of it. `address.sourceId` keeps it to one source. */
export function AcceptanceTable({ address, onAddress, today }: Props) {
  const trpc = useTRPC();
  const input = toAcceptanceInput(address, today);
  const choices = useQuery({ ...trpc.signals.choices.queryOptions(), staleTime: 60_000 });
  const sums = useQuery({ ...trpc.signals.acceptance.queryOptions(input), placeholderData: keepPreviousData });
  const shift = (days: number) => {
    const day = new Date(Date.parse(`${input.day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    onAddress({ ...address, day });
  };
  return (
    <>
      <TakeOver />
      <div className={styles.filter}>
        <Button size="xs" onClick={() => shift(-1)}>
          Day before
        </Button>
        <TextInput
          size="xs"
          type="date"
          aria-label="Day (UTC)"
          value={input.day}
          max={today}
          onChange={({ currentTarget }) => currentTarget.value && onAddress({ ...address, day: currentTarget.value })}
        />
        <Button size="xs" disabled={input.day >= today} onClick={() => shift(1)}>
          Day after
        </Button>
        <NativeSelect
          size="xs"
          aria-label="Source"
          data={[
            { value: '', label: 'All sources' },
            ...(choices.data?.sources ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={input.sourceId ?? ''}
          onChange={({ currentTarget }) => {
            const { sourceId: _old, ...rest } = address;
            onAddress(currentTarget.value ? { ...rest, sourceId: currentTarget.value } : rest);
          }}
        />
      </div>
      {sums.error && !sums.data ? (
        <ErrorState title="The sums could not be loaded." error={sums.error} retry={() => void sums.refetch()} />
      ) : !sums.data ? (
        <LoadingRows />
      ) : sums.data.length === 0 ? (
        <EmptyState title="Nothing was sent on this day.">
          Each hour in which a source sends something is one line here, by the clock of the tower in UTC.
        </EmptyState>
      ) : (
        <div className={styles.list}>
          <SumAlarm rows={sums.data} />
          <DataTable
            label="Acceptance"
            columns={COLUMNS}
            rows={sums.data}
            rowKey={({ sourceId, hour }) => `${sourceId} ${hour}`}
          />
          <p className={styles.note}>
            accepted + duplicates + quarantined + rejected = sent + replayed. Sent is counted where requests are read,
            before anything is checked; replayed is what people sent again out of the quarantine. The log holds what was
            accepted.
          </p>
        </div>
      )}
    </>
  );
}
