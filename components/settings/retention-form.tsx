'use client';

import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { RetentionValues, RetentionView } from '../../server/decisions/retention/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { Refused } from '../ui/refused.tsx';
import { draftOf, RETENTION_FIELDS, readDraft } from './retention-fields.ts';
import { RetentionPreview } from './retention-preview.tsx';
import styles from './settings.module.css';

/** How long each kind is kept. Whoever may changes it, and sees beforehand what would go. */
export function RetentionForm({ setting: { version, values, may } }: { setting: RetentionView }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(values));
  const [problems, setProblems] = useState<Partial<Record<string, string>>>({});
  const [asked, setAsked] = useState<RetentionValues | null>(null);
  const change = useMutation(
    trpc.retention.change.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: trpc.retention.view.queryKey() }),
    }),
  );
  const preview = useQuery(
    trpc.retention.preview.queryOptions({ values: asked ?? values }, { enabled: asked !== null, retry: false }),
  );
  const read = (): RetentionValues | null => {
    const result = readDraft(draft);
    setProblems(result.problems ?? {});
    return result.values;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = read();
    if (typed) change.mutate({ version, values: typed });
  };
  const dryRun = () => {
    const typed = read();
    if (!typed) return;
    if (asked && JSON.stringify(asked) === JSON.stringify(typed)) void preview.refetch();
    else setAsked(typed);
  };
  return (
    <form onSubmit={submit} noValidate aria-label="How long it is kept">
      <div className={styles.fields}>
        {RETENTION_FIELDS.map(({ name, label, unit, description }) => (
          <TextInput
            key={name}
            size="xs"
            inputMode="numeric"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            label={`${label} (${unit})`}
            description={description}
            value={draft[name]}
            readOnly={!may.allowed}
            error={problems[name]}
            onChange={({ currentTarget: { value } }) => setDraft({ ...draft, [name]: value })}
          />
        ))}
      </div>
      <div className={styles.ends}>
        {may.allowed ? (
          <>
            <Button type="submit" size="xs" loading={change.isPending}>
              Save
            </Button>
            <Button size="xs" variant="default" loading={preview.isFetching} onClick={dryRun}>
              Dry run
            </Button>
          </>
        ) : (
          <span>{may.why}</span>
        )}
      </div>
      <output className={styles.tried}>
        {preview.data && asked ? <RetentionPreview kinds={preview.data.kinds} /> : null}
      </output>
      {change.error || preview.error ? <Refused error={change.error ?? preview.error} /> : null}
    </form>
  );
}
