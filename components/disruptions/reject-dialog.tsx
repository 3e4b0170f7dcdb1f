'use client';

import { type FormEvent, useState } from 'react';
import { REASON, REJECT_CODES } from '../../server/decisions/proposals/constants.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ReasonCode, ReasonField, reasonProblem } from '../ui/reason-field.tsx';
import classes from './change.module.css';
import { DialogEnd } from './dialog-end.tsx';
import type { DialogProps } from './modify-dialog.tsx';

/** Turns the proposal down, with a reason that is kept as data. Nothing is carried out. */
export function RejectDialog({ opened, close, ...form }: DialogProps) {
  return (
    <Dialog title="Reject the proposal" opened={opened} close={close}>
      <RejectForm {...form} close={close} />
    </Dialog>
  );
}

function RejectForm({ shown, proposal, acts: { reject }, close }: Omit<DialogProps, 'opened'>) {
  const [code, setCode] = useState<keyof typeof REJECT_CODES | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const problem = reasonProblem(text, REASON);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!code || problem) return;
    const { id: proposalId, shownHash } = proposal;
    reject.mutate({ proposalId, shownHash, code, text: text.trim() }, { onSuccess: close });
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
      <ReasonField label="In your words" value={text} onChange={setText} problem={tried ? problem : null} />
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
