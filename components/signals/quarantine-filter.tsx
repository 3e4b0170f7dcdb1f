'use client';

import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { QUARANTINE_STATES } from '../../server/events/quarantine/constants.ts';
import type { QuarantineList } from '../../server/events/quarantine/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { formatCount } from '../ui/format.ts';
import type { Address } from './address.ts';
import { REASONS, reasonWords } from './constants.ts';
import styles from './signals.module.css';

type Props = { address: Address; onAddress: (address: Address) => void; totals: QuarantineList['totals'] | undefined };

const WORDS = { held: 'Held', replaying: 'Being replayed', replayed: 'Replayed', discarded: 'Discarded' };

/** Narrows the quarantine by where an item stands, its source and its reason. */
export function QuarantineFilter({ address, onAddress, totals }: Props) {
  const trpc = useTRPC();
  const choices = useQuery({ ...trpc.signals.choices.queryOptions(), staleTime: 60_000 });
  const set = (name: string, value: string) => {
    const { [name]: _old, before: _before, ...rest } = address;
    onAddress(value ? { ...rest, [name]: value } : rest);
  };
  const states = QUARANTINE_STATES.map((state) => ({
    value: state,
    label: `${WORDS[state]}${totals ? ` (${formatCount(totals[state])})` : ''}`,
  }));
  return (
    <div className={styles.filter}>
      <NativeSelect
        size="xs"
        aria-label="State"
        data={[...states, { value: 'all', label: 'All' }]}
        value={address.held ?? 'held'}
        onChange={({ currentTarget }) => set('held', currentTarget.value === 'held' ? '' : currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label="Source"
        data={[
          { value: '', label: 'All sources' },
          ...(choices.data?.sources ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={address.sourceId ?? ''}
        onChange={({ currentTarget }) => set('sourceId', currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label="Reason"
        data={[{ value: '', label: 'All reasons' }, ...REASONS.map((value) => ({ value, label: reasonWords(value) }))]}
        value={address.reason ?? ''}
        onChange={({ currentTarget }) => set('reason', currentTarget.value)}
      />
    </div>
  );
}
