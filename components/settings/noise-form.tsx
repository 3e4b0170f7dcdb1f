'use client';

import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { NoiseList, NoiseValues, NoiseView } from '../../server/decisions/detect/noise/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { Refused } from '../ui/refused.tsx';
import { draftOf, fieldsOf, readDraft } from './noise-fields.ts';
import styles from './settings.module.css';

/** The values of a setting. Whoever may changes them; anybody may try others on the readings there have been. */
export function NoiseForm({ setting, may }: { setting: NoiseView; may: NoiseList['may'] }) {
  const { type, measure, version, title } = setting;
  const { kind } = setting.values;
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(setting.values));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [asked, setAsked] = useState<NoiseValues | null>(null);
  const change = useMutation(
    trpc.noise.change.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: trpc.noise.list.queryKey() }),
    }),
  );
  const attempt = useQuery(
    trpc.noise.attempt.queryOptions(
      { type, measure, values: asked ?? setting.values },
      { enabled: asked !== null, retry: false },
    ),
  );
  const read = (): NoiseValues | null => {
    const { values, problems: found } = readDraft(kind, draft);
    setProblems(found ?? {});
    return values;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const values = read();
    if (values) change.mutate({ type, measure, version, values });
  };
  return (
    <form onSubmit={submit} noValidate aria-label={title}>
      <div className={styles.fields}>
        {fieldsOf(kind).map(({ name, label, unit, description }) => (
          <TextInput
            key={name}
            size="xs"
            inputMode="decimal"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            label={`${label} (${unit})`}
            description={description}
            value={draft[name] ?? ''}
            readOnly={!may.allowed && kind !== 'band'}
            error={problems[name]}
            onChange={({ currentTarget: { value } }) => setDraft({ ...draft, [name]: value })}
          />
        ))}
      </div>
      <div className={styles.ends}>
        {may.allowed && (
          <Button type="submit" size="xs" loading={change.isPending}>
            Save
          </Button>
        )}
        {kind === 'band' && (
          <Button
            size="xs"
            variant="default"
            loading={attempt.isFetching}
            onClick={() => {
              const values = read();
              if (values) setAsked(values);
            }}
          >
            Try on past readings
          </Button>
        )}
        {!may.allowed && <span>{may.why}</span>}
      </div>
      <output className={styles.tried}>
        {attempt.data && asked ? `With these values: ${attempt.data.words}` : null}
      </output>
      {change.error || attempt.error ? <Refused error={change.error ?? attempt.error} /> : null}
    </form>
  );
}
