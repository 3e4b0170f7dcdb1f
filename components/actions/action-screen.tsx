'use client';

import { useQuery } from '@tanstack/react-query';
import type { ActionView } from '../../server/actions/sagas/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Money } from '../ui/money.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { Stamp } from '../ui/times.tsx';
import { ActionControls } from './action-controls.tsx';
import { ActionSentence } from './action-sentence.tsx';
import { ActionStep } from './action-step.tsx';
import classes from './actions.module.css';
import { CorrectedNotice } from './corrected-notice.tsx';

/** One action: how it stands, what can be done about it, and each step live. */
export function ActionScreen({ actionId }: { actionId: string }) {
  const trpc = useTRPC();
  const action = useQuery(trpc.actions.read.queryOptions({ actionId }));
  if (action.error && !action.data) {
    return <ErrorState title="The action could not be loaded." error={action.error} retry={() => action.refetch()} />;
  }
  if (!action.data) return <EmptyState title="Loading the action…" />;
  const { title, state, costUsd, steps } = action.data;
  return (
    <>
      <PageHeader
        title={title}
        aside={
          <span className={classes.headline}>
            <StateMark state={state} />
            <Money usd={costUsd} />
          </span>
        }
        actions={<ActionControls action={action.data} keys />}
      />
      <div className={classes.summary} data-urgent={state === 'needs_person' || state === 'failed' || undefined}>
        <p className={classes.sentence} role="status">
          <ActionSentence action={action.data} />
        </p>
        <Origin action={action.data} />
      </div>
      <CorrectedNotice actionId={actionId} />
      <Section
        title="Steps"
        aside={`in this order, each with its undo; saga ${action.data.saga} v${action.data.sagaVersion}`}
      >
        <ol className={classes.steps}>
          {steps.map((step, index) => (
            <ActionStep key={step.key} action={action.data} step={step} place={index + 1} />
          ))}
        </ol>
      </Section>
    </>
  );
}

/** Where the action comes from, and where its record stands. */
function Origin({ action }: { action: ActionView }) {
  return (
    <p className={classes.meta}>
      <span>
        for <Link href={`/disruptions/${action.disruptionId}`}>{action.disruptionTitle}</Link>
      </span>
      <span>decided by {action.decidedBy.join(' and ') || 'policy alone'}</span>
      <span>
        on <Stamp at={action.createdAt} />
      </span>
      {action.dispatchedAt && (
        <span>
          sent <Stamp at={action.dispatchedAt} />
        </span>
      )}
      {action.rollbackBy && <span>roll-back asked for by {action.rollbackBy}</span>}
      <Link href={`/audit/${action.decisionId}`}>Trace of the decision</Link>
    </p>
  );
}
