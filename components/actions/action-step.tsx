'use client';

import dynamic from 'next/dynamic';
import type { ActionView, StepView } from '../../server/actions/sagas/schema.ts';
import { plural } from '../ui/format.ts';
import { Quoted } from '../ui/quoted.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import classes from './actions.module.css';
import { StepTimes } from './step-times.tsx';

const CloseStepForm = dynamic(() => import('./close-step-form.tsx').then((file) => file.CloseStepForm), { ssr: false });

const KIND_WORDS: Record<StepView['kind'], string> = {
  compensatable: 'can be undone',
  pivot: 'point of no return',
  retriable: 'tried until it succeeds',
};

const AHEAD: readonly StepView['state'][] = ['pending', 'running'];
const UNDOING: readonly StepView['state'][] = ['undoing', 'undone', 'undo_refused', 'closed'];

/** One step of an action: where it stands, what the system answered, and what undoing it came to. */
export function ActionStep({
  action,
  step,
  place,
}: {
  action: Pick<ActionView, 'id' | 'may'>;
  step: StepView;
  place: number;
}) {
  const showsUndo = UNDOING.includes(step.state) || step.undoAttempts > 0;
  return (
    <li id={`step-${step.key}`} className={classes.step} data-state={step.state}>
      <div className={classes.stepHead}>
        <span className={classes.place}>{place}</span>
        <h3>{step.title}</h3>
        <span className={classes.system}>{step.system}</span>
        <span className={classes.stepState} role="status">
          <StateMark state={step.state} />
        </span>
      </div>
      <div className={classes.stepBody}>
        {step.answer && <Quoted text={step.answer} source={step.system} />}
        {step.error && step.state !== 'undo_refused' && <p className={classes.error}>{step.error}</p>}
        <StepTimes step={step} />
        {showsUndo && (
          <div className={classes.undo}>
            <p>
              Undo: {step.undoTitle ?? 'none'}
              {step.undoAttempts > 0 && (
                <span className={classes.quiet}> · {plural(step.undoAttempts, 'attempt')}</span>
              )}
            </p>
            {step.undoAnswer && step.state !== 'undo_refused' && <Quoted text={step.undoAnswer} source={step.system} />}
            {step.state === 'undo_refused' && <CloseStepForm action={action} step={step} />}
            {step.closed && <Quoted text={step.closed.note} source={`${step.closed.by}, who closed this step`} />}
          </div>
        )}
        <p className={classes.meta}>
          {AHEAD.includes(step.state) && <span>{KIND_WORDS[step.kind]}</span>}
          {step.attempts > 0 && <span>{plural(step.attempts, 'attempt')}</span>}
          <span>
            idempotency key <code>{step.idempotencyKey}</code>
          </span>
        </p>
      </div>
    </li>
  );
}
