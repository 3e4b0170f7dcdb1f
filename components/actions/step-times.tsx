'use client';

import type { StepView } from '../../server/actions/sagas/schema.ts';
import { Age, Stamp } from '../ui/times.tsx';
import { useNow } from '../ui/use-now.ts';
import classes from './actions.module.css';
import { reversibleWords, tookWords } from './describe-action.ts';

/** When a step ran, how long it took, and until when its system will take it back. */
export function StepTimes({ step }: { step: StepView }) {
  const now = useNow();
  const reversible = reversibleWords(step, new Date(now));
  return (
    <p className={classes.meta}>
      {step.startedAt && (
        <span>
          started <Stamp at={step.startedAt} />
        </span>
      )}
      {step.startedAt && step.finishedAt && <span>took {tookWords(step.startedAt, step.finishedAt)}</span>}
      {step.startedAt && !step.finishedAt && step.state === 'running' && (
        <span>
          for <Age at={step.startedAt} />
        </span>
      )}
      {step.undoneAt && (
        <span>
          undone <Stamp at={step.undoneAt} />
        </span>
      )}
      {reversible && <span suppressHydrationWarning>{reversible}</span>}
    </p>
  );
}
