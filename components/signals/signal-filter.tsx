'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { useTRPC } from '../live/trpc.ts';
import type { Address } from './address.ts';
import { typeWords } from './constants.ts';
import styles from './signals.module.css';

type Props = {
  value: Address;
  onChange: (value: Address) => void;
  searchField: RefObject<HTMLInputElement | null>;
  onQuarantined: () => void;
};

const STATES = [
  { value: '', label: 'Any state' },
  { value: 'waiting', label: 'Accepted, not evaluated' },
  { value: 'evaluated', label: 'Evaluated' },
  { value: 'undecided', label: 'Undecided' },
  { value: 'retracted', label: 'Taken back' },
  { value: 'quarantined', label: 'Quarantined' },
];

const options = (all: string, values: readonly string[], words = (value: string) => value) => [
  { value: '', label: all },
  ...values.map((value) => ({ value, label: words(value) })),
];
/** What the address asks for stays among the choices, also when the log holds none of it. */
const withAsked = (values: readonly string[], asked: string | undefined) =>
  asked && !values.includes(asked) ? [asked, ...values] : values;

/** Narrows the log by stream, type, region, state, time of receipt, and part of an id or subject. */
export function SignalFilter({ value, onChange, searchField, onQuarantined }: Props) {
  const trpc = useTRPC();
  const choices = useQuery({ ...trpc.signals.choices.queryOptions(), staleTime: 60_000 });
  const set = (name: string, next: string) => {
    const { [name]: _old, ...rest } = value;
    onChange(next ? { ...rest, [name]: next } : rest);
  };
  const [typed, setTyped] = useState(value.subject ?? '');
  const search = useDebouncedCallback((text: string) => set('subject', text.trim()), 250);
  const select = (name: string, label: string, data: { value: string; label: string }[]) => (
    <NativeSelect
      size="xs"
      aria-label={label}
      data={data}
      value={value[name] ?? ''}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  );
  const streams = choices.data?.streams ?? [];
  const nameOf = (source: string) => streams.find((stream) => stream.source === source)?.name;
  return (
    <>
      {select(
        'source',
        'Source',
        options(
          'All sources',
          withAsked(
            streams.map(({ source }) => source),
            value.source,
          ),
          (source) => {
            const name = nameOf(source);
            return name ? `${source} (${name})` : source;
          },
        ),
      )}
      {select(
        'type',
        'Type of signal',
        options('All types but the clock', withAsked(choices.data?.types ?? [], value.type), typeWords),
      )}
      {select('region', 'Region', options('All regions', withAsked(choices.data?.regions ?? [], value.region)))}
      <NativeSelect
        size="xs"
        aria-label="State"
        data={STATES}
        value={value.state ?? ''}
        onChange={({ currentTarget }) =>
          currentTarget.value === 'quarantined' ? onQuarantined() : set('state', currentTarget.value)
        }
      />
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          size="xs"
          type="datetime-local"
          className={styles.time}
          aria-label={name === 'from' ? 'Received from (UTC)' : 'Received before (UTC)'}
          title={name === 'from' ? 'Received from (UTC)' : 'Received before (UTC)'}
          leftSection={<span className={styles.timeLabel}>{name}</span>}
          leftSectionWidth={44}
          value={value[name] ?? ''}
          onChange={(event) => set(name, event.currentTarget.value)}
        />
      ))}
      <TextInput
        ref={searchField}
        className={styles.search}
        size="xs"
        type="search"
        aria-label="Search signals"
        placeholder="Order, line, shipment or id"
        leftSection={<IconSearch size={14} aria-hidden="true" />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
    </>
  );
}
