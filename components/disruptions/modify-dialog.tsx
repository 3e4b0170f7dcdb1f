'use client';

import { type FormEvent, useState } from 'react';
import type { ProposalView } from '../../server/decisions/proposals/schema.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ReasonField } from '../ui/reason-field.tsx';
import cardClasses from './card.module.css';
import classes from './change.module.css';
import { hasParameters, ParameterFields } from './change-fields.tsx';
import { ChangePreview } from './change-preview.tsx';
import { DialogEnd } from './dialog-end.tsx';
import type { CardActs } from './use-card-acts.ts';
import { useChange } from './use-change.ts';
import type { ReadCard } from './use-read-card.ts';

export type DialogProps = {
  shown: ReadCard;
  proposal: ProposalView;
  acts: CardActs;
  opened: boolean;
  close: () => void;
};

/** Changes the proposal within the bounds the agent gave, and shows what that does before it is sent. */
export function ModifyDialog({ opened, close, ...form }: DialogProps) {
  return (
    <Dialog title="Modify the proposal" opened={opened} close={close} wide>
      <ModifyForm {...form} close={close} />
    </Dialog>
  );
}

function ModifyForm({ shown, proposal, acts: { modify }, close }: Omit<DialogProps, 'opened'>) {
  const chosen = proposal.alternatives.filter((a) => a.key === proposal.chosen);
  const making = useChange(proposal, chosen, proposal.chosen);
  const { alternative } = making;
  const [note, setNote] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    if (making.wanting || !making.change) return;
    const { id: proposalId, shownHash } = proposal;
    const said = note.trim();
    modify.mutate(
      { proposalId, shownHash, change: making.change, ...(said ? { note: said } : {}) },
      { onSuccess: close },
    );
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <p className={cardClasses.sentence}>{alternative?.title}</p>
      {alternative && hasParameters(alternative) ? (
        <ParameterFields making={making} alternative={alternative} />
      ) : (
        <p>There is nothing to change about it. To choose another alternative, use Override.</p>
      )}
      <ChangePreview making={making} proposal={proposal} />
      <ReasonField label="Note (optional)" value={note} onChange={setNote} />
      <DialogEnd
        shown={shown}
        act="modify"
        label="Modify"
        error={modify.error}
        pending={modify.isPending}
        close={close}
        wanting={making.wanting}
      />
    </form>
  );
}
