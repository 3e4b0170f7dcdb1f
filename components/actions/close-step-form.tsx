'use client';

import { type FormEvent, useState } from 'react';
import { CLOSING_NOTE } from '../../server/actions/sagas/constants.ts';
import type { ActionView, StepView } from '../../server/actions/sagas/schema.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { ReasonField, reasonProblem } from '../ui/reason-field.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './actions.module.css';
import { useActs } from './use-acts.ts';

/** A refused undo: what the system said, and how a person settles it. Nothing else closes such a step. */
export function CloseStepForm({ action, step }: { action: Pick<ActionView, 'id' | 'may'>; step: StepView }) {
  const { closeStep } = useActs();
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const problem = reasonProblem(note, CLOSING_NOTE);
  const allowed = action.may.close;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!problem) closeStep.mutate({ actionId: action.id, stepKey: step.key, note: note.trim() });
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate aria-label={`Close step: ${step.title}`}>
      {(step.undoAnswer ?? step.error) ? (
        <Quoted text={step.undoAnswer ?? step.error ?? ''} source={step.system} />
      ) : null}
      <ReasonField
        label="How it was settled"
        description={`What was agreed with ${step.system}, and what it cost. Kept in the audit record.`}
        value={note}
        onChange={setNote}
        problem={tried ? problem : null}
      />
      <Refused error={closeStep.error} />
      <div className={classes.formEnd}>
        <ActButton
          type="submit"
          variant="filled"
          denied={allowed?.allowed ? null : (allowed?.why ?? 'You may not close this step.')}
          loading={closeStep.isPending}
        >
          Close step
        </ActButton>
      </div>
    </form>
  );
}
