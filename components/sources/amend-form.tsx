'use client';

import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CLASSIFICATIONS } from '../../server/events/odcs/constants.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import styles from './sources.module.css';
import { useSourceActs } from './use-source-acts.ts';

type Classification = (typeof CLASSIFICATIONS)[number];

const FIELDS = [
  { key: 'freshnessMinutes', label: 'Freshness, minutes' },
  { key: 'latencySeconds', label: 'Latency, seconds' },
  { key: 'signalsPerHour', label: 'Volume, an hour' },
  { key: 'objectivePercent', label: 'Objective, %' },
  { key: 'badPercent', label: 'Bad signals, %' },
] as const;
type Key = (typeof FIELDS)[number]['key'];
export type Promises = Record<Key, number | null>;
type Props = { text: string; begin: Promises; write: (text: string) => void };

/** Changes promises and the treatment of a field without writing the document: the text above takes them over. */
export function AmendForm({ text, begin, write }: Props) {
  const { amend } = useSourceActs();
  const [promises, setPromises] = useState(begin);
  const [path, setPath] = useState('');
  const [treated, setTreated] = useState('');
  const apply = () => {
    const classify = path.trim()
      ? { path: path.trim(), classification: (treated || null) as Classification | null }
      : null;
    amend.mutate({ document: text, ...promises, classify }, { onSuccess: write });
  };
  return (
    <details className={styles.findings}>
      <summary>Set promises and the treatment of a field</summary>
      <div className={styles.form}>
        <p className={styles.note}>What is left empty is not promised. These replace the promises of the text.</p>
        <div className={styles.pair}>
          {FIELDS.map(({ key, label }) => (
            <NumberInput
              key={key}
              label={label}
              min={0}
              value={promises[key] ?? ''}
              onChange={(value) => setPromises((now) => ({ ...now, [key]: typeof value === 'number' ? value : null }))}
              hideControls
            />
          ))}
        </div>
        <div className={styles.pair}>
          <TextInput
            label="Field"
            placeholder="line.customer"
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
          />
          <NativeSelect
            label="Treated as"
            data={[{ value: '', label: 'internal' }, ...CLASSIFICATIONS]}
            value={treated}
            onChange={(event) => setTreated(event.currentTarget.value)}
          />
        </div>
        <Refused error={amend.error} />
        <div className={styles.formEnd}>
          <ActButton loading={amend.isPending} onClick={apply}>
            Take over into the text
          </ActButton>
        </div>
      </div>
    </details>
  );
}
