'use client';

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ROLL_BACK_REASON } from '../../server/actions/sagas/constants.ts';
import type { RollbackPlan } from '../../server/actions/sagas/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { ReasonField, reasonProblem } from '../ui/reason-field.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './actions.module.css';
import { RollBackPlan } from './roll-back-plan.tsx';
import { useActs } from './use-acts.ts';

type Props = { actionId: string; opened: boolean; close: () => void };

/** Shows what rolling back would do and cost before anyone agrees to it. */
export function RollBackDialog({ actionId, opened, close }: Props) {
  return (
    <Dialog title="Roll back" opened={opened} close={close} wide>
      <PlanAndReason actionId={actionId} close={close} />
    </Dialog>
  );
}

function PlanAndReason({ actionId, close }: Omit<Props, 'opened'>) {
  const trpc = useTRPC();
  // The systems are asked anew each time the dialog opens: a plan of a minute ago may name the wrong blockers.
  const plan = useQuery(trpc.actions.rollbackPlan.queryOptions({ actionId }, { staleTime: 0, gcTime: 0 }));
  if (plan.error && !plan.data) {
    return <ErrorState title="The plan could not be made." error={plan.error} retry={() => plan.refetch()} />;
  }
  if (!plan.data) return <EmptyState title="Asking the systems what they would undo…" />;
  return <ReasonForm latest={plan.data} close={close} />;
}

function ReasonForm({ latest, close }: { latest: RollbackPlan; close: () => void }) {
  // The plan under the eyes stays until the person asks for the newer one; the server takes only the one it names.
  const [plan, setPlan] = useState(latest);
  const moved = plan.planHash !== latest.planHash;
  const { rollBack } = useActs(close);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const problem = reasonProblem(reason, ROLL_BACK_REASON);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!problem) rollBack.mutate({ actionId: plan.actionId, planHash: plan.planHash, reason: reason.trim() });
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <RollBackPlan plan={plan} />
      <ReasonField
        label="Why roll back"
        value={reason}
        onChange={setReason}
        problem={tried ? problem : null}
        autoFocus
      />
      {moved && (
        <p className={classes.moved} role="status">
          The plan changed while you were reading. <Button onClick={() => setPlan(latest)}>Show the new plan</Button>
        </p>
      )}
      <Refused error={rollBack.error} />
      <div className={classes.formEnd}>
        <Button onClick={close}>Keep it</Button>
        <ActButton
          type="submit"
          variant="filled"
          className={classes.danger}
          loading={rollBack.isPending}
          denied={moved ? 'Look at the new plan first.' : null}
        >
          Roll back
        </ActButton>
      </div>
    </form>
  );
}
