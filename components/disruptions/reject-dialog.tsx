'use client';

import { Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { REJECT_CODES, rejectInput } from '../../server/decisions/proposals/schema.ts';
import { ReasonCode, ReasonField } from '../ui/reason-field.tsx';
import classes from './card.module.css';
import { DialogEnd } from './dialog-end.tsx';
import type { DialogProps } from './modify-dialog.tsx';

/** Turns the proposal down, with a reason that is kept as data. Nothing is carried out. */
export function RejectDialog({ opened, close, ...form }: DialogProps) {
  return (
    <Modal opened={opened} onClose={close} title="Reject the proposal" closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened && <RejectForm {...form} close={close} />}
    </Modal>
  );
}

function RejectForm({ shown, proposal, acts: { reject }, close }: Omit<DialogProps, 'opened'>) {
  const [code, setCode] = useState<keyof typeof REJECT_CODES | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const checked = rejectInput.shape.text.safeParse(text);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!code || !checked.success) return;
    const { id: proposalId, shownHash } = proposal;
    reject.mutate({ proposalId, shownHash, code, text: checked.data }, { onSuccess: close });
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <p>Nothing is carried out. The case stays open and is proposed anew when the facts change.</p>
      <ReasonCode
        label="Reason"
        codes={REJECT_CODES}
        value={code}
        onChange={setCode}
        problem={tried && !code ? 'Choose a reason.' : null}
        autoFocus
      />
      <ReasonField
        label="In your words"
        value={text}
        onChange={setText}
        problem={tried ? checked.error?.issues[0]?.message : null}
      />
      <DialogEnd
        shown={shown}
        act="reject"
        label="Reject"
        error={reject.error}
        pending={reject.isPending}
        close={close}
      />
    </form>
  );
}
