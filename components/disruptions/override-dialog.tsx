'use client';

import { type FormEvent, useState } from 'react';
import { OVERRIDE_CODES, REASON } from '../../server/decisions/proposals/constants.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ReasonCode, ReasonField, reasonProblem } from '../ui/reason-field.tsx';
import classes from './change.module.css';
import { AlternativeFields } from './change-fields.tsx';
import { ChangePreview } from './change-preview.tsx';
import { DialogEnd } from './dialog-end.tsx';
import type { DialogProps } from './modify-dialog.tsx';
import { useChange } from './use-change.ts';

/** Chooses another alternative than the one proposed, with a reason that is kept as data. */
export function OverrideDialog({ opened, close, ...form }: DialogProps) {
  return (
    <Dialog title="Override the proposal" opened={opened} close={close} wide>
      <OverrideForm {...form} close={close} />
    </Dialog>
  );
}

function OverrideForm({ shown, proposal, acts: { override }, close }: Omit<DialogProps, 'opened'>) {
  const others = proposal.alternatives.filter((a) => a.key !== proposal.chosen);
  const making = useChange(proposal, others, others.find((a) => a.unavailable === null)?.key);
  const [code, setCode] = useState<keyof typeof OVERRIDE_CODES | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const problem = reasonProblem(text, REASON);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (making.wanting || !making.change || !code || problem) return;
    const { id: proposalId, shownHash } = proposal;
    override.mutate({ proposalId, shownHash, change: making.change, code, text: text.trim() }, { onSuccess: close });
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <AlternativeFields making={making} offered={others} legend="Instead of the proposal" />
      <ChangePreview making={making} proposal={proposal} />
      <ReasonCode
        label="Reason"
        codes={OVERRIDE_CODES}
        value={code}
        onChange={setCode}
        problem={tried && !code ? 'Choose a reason.' : null}
      />
      <ReasonField
        label="In your words"
        value={text}
        onChange={setText}
        description="Kept in the audit record, and held against what happens."
        problem={tried ? problem : null}
      />
      <DialogEnd
        shown={shown}
        act="override"
        label="Override"
        error={override.error}
        pending={override.isPending}
        close={close}
        wanting={making.wanting}
      />
    </form>
  );
}
