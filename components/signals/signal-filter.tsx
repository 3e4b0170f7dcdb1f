'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { SIGNAL_TYPES } from './constants.ts';
import styles from './signals.module.css';

export type SignalFilterValue = { type: string | null; search: string };

type Props = {
  value: SignalFilterValue;
  onChange: (value: SignalFilterValue) => void;
  searchField: RefObject<HTMLInputElement | null>;
};

const TYPES = [
  { value: '', label: 'All types' },
  ...Object.entries(SIGNAL_TYPES).map(([value, label]) => ({ value, label })),
];

/** Narrows the list to one type, or to an id or subject. */
export function SignalFilter({ value, onChange, searchField }: Props) {
  return (
    <>
      <NativeSelect
        className={styles.type}
        size="xs"
        aria-label="Type of signal"
        data={TYPES}
        value={value.type ?? ''}
        onChange={(event) => onChange({ ...value, type: event.currentTarget.value || null })}
      />
      <TextInput
        ref={searchField}
        className={styles.search}
        size="xs"
        type="search"
        aria-label="Search signals"
        placeholder="Order, line, shipment or id"
        leftSection={<IconSearch size={14} aria-hidden="true" />}
        value={value.search}
        onChange={(event) => onChange({ ...value, search: event.currentTarget.value })}
      />
    </>
  );
}
