'use client';

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { DISCARD_REASON } from '../../server/events/quarantine/constants.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ReasonField, reasonProblem } from '../ui/reason-field.tsx';
import { Refused } from '../ui/refused.tsx';
import styles from './signals.module.css';

type Props = { id: string; opened: boolean; close: () => void };

/** Leaves one signal out for good, with the reason. */
export function DiscardDialog({ id, opened, close }: Props) {
  return (
    <Dialog title="Discard this signal" opened={opened} close={close}>
      <DiscardForm id={id} close={close} />
    </Dialog>
  );
}

function DiscardForm({ id, close }: Omit<Props, 'opened'>) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const discard = useMutation(
    trpc.quarantine.discard.mutationOptions({
      meta: { quiet: true },
      onSuccess: close,
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.quarantine.pathKey() }),
    }),
  );
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const problem = reasonProblem(reason, DISCARD_REASON);
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!problem) discard.mutate({ id, reason: reason.trim() });
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>It will never be accepted. Its bytes stay, with your reason.</p>
      <ReasonField label="Why discard" value={reason} onChange={setReason} problem={tried ? problem : null} autoFocus />
      <Refused error={discard.error} />
      <div className={styles.formEnd}>
        <Button onClick={close}>Keep it</Button>
        <ActButton type="submit" variant="filled" loading={discard.isPending}>
          Discard
        </ActButton>
      </div>
    </form>
  );
}
