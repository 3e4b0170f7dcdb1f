'use client';

import { Select, TextInput } from '@mantine/core';
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

const TYPES = Object.entries(SIGNAL_TYPES).map(([value, label]) => ({ value, label }));

/** Narrows the list to one type, or to an id or subject. */
export function SignalFilter({ value, onChange, searchField }: Props) {
  return (
    <>
      <Select
        className={styles.type}
        size="xs"
        aria-label="Type of signal"
        placeholder="All types"
        data={TYPES}
        value={value.type}
        onChange={(type) => onChange({ ...value, type })}
        clearable
        allowDeselect
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
