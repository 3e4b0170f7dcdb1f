'use client';

import { SegmentedControl, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Draft, Quarantined } from '../../server/events/quarantine/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { Section } from '../ui/section.tsx';
import { DiscardDialog } from './discard-dialog.tsx';
import { FieldTable } from './field-table.tsx';
import styles from './signals.module.css';
import { useDraftCheck } from './use-draft-check.ts';
import { useMayHandle } from './use-may-handle.ts';

/** What came, or the signal that was made of it, to be put right in the format in which it is, and sent in again. */
export function ReplayForm({ row }: { row: Quarantined }) {
  const [first] = row.drafts;
  const [form, setForm] = useState(first?.form);
  const draft = row.drafts.find((one) => one.form === form) ?? first;
  if (!draft) return null;
  return (
    <Section title="Edit and replay" aside={draft.note}>
      {row.barred ? <p className={styles.detail}>{row.barred}</p> : null}
      {row.drafts.length > 1 ? (
        <SegmentedControl
          aria-label="Edit"
          size="xs"
          data={row.drafts.map(({ form: value }) => ({ value, label: FORM_WORDS[value] }))}
          value={draft.form}
          onChange={(value) => setForm(value)}
        />
      ) : null}
      <DraftForm key={draft.form} id={row.id} draft={draft} />
    </Section>
  );
}

const FORM_WORDS = { original: 'What came', signal: 'The signal made of it' } as const;

/** One text, checked as it is typed, and sent in again by the same way as everything else. */
function DraftForm({ id, draft }: { id: string; draft: Draft }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const denied = useMayHandle();
  const [text, setText] = useState(draft.text);
  const [discarding, setDiscarding] = useState(false);
  const { check, checking } = useDraftCheck({ id, form: draft.form, text }, denied === null);
  const lookAgain = () => void client.invalidateQueries({ queryKey: trpc.quarantine.pathKey() });
  const replay = useMutation(trpc.quarantine.replay.mutationOptions({ meta: { quiet: true }, onSettled: lookAgain }));
  const bad = check?.fields.filter(({ passed }) => !passed) ?? [];
  function submit(event: FormEvent) {
    event.preventDefault();
    replay.mutate({ id, form: draft.form, text });
  }
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <Textarea
          className={styles.editor}
          label={draft.label}
          description="Sent in the name of its source. What came stays as it is; the record keeps both."
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={8}
          maxRows={24}
          spellCheck={false}
        />
        <p className={styles.verdict} data-tone={tone(check?.verdict)} role="status">
          {denied ?? (checking || !check ? 'Checking…' : check.words)}
        </p>
        {check && check.fields.length > 0 ? (
          <details open={bad.length > 0}>
            <summary>
              Contract {check.contract?.type} v{check.contract?.version}:{' '}
              {bad.length ? `${bad.length} of ${check.fields.length} fields break it` : 'every field keeps it'}
            </summary>
            <FieldTable fields={[...bad, ...check.fields.filter(({ passed }) => passed)]} label="Check of the draft" />
          </details>
        ) : null}
        <Refused error={replay.error} />
        <div className={styles.formEnd}>
          <ActButton denied={denied} onClick={() => setDiscarding(true)}>
            Discard…
          </ActButton>
          <ActButton type="submit" variant="filled" denied={denied} loading={replay.isPending}>
            {check?.verdict === 'quarantined' ? 'Replay anyway' : 'Replay'}
          </ActButton>
        </div>
      </form>
      <DiscardDialog id={id} opened={discarding} close={() => setDiscarding(false)} />
    </>
  );
}

const tone = (verdict: string | undefined) =>
  verdict === undefined ? undefined : verdict === 'accepted' || verdict === 'duplicate' ? 'ok' : 'danger';
