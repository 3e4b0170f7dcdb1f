import type { ActionView, StepView } from '../../server/actions/sagas/schema.ts';
import { formatDurationLong, plural } from '../ui/format.ts';

/** tookWords says how long a step took: "340 ms", "1.2 s", "4 min 10 s". */
export function tookWords(startedAt: string, finishedAt: string): string {
  const span = Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));
  if (span < 1_000) return `${Math.round(span)}\u00a0ms`;
  return span < 60_000 ? `${(span / 1_000).toFixed(1)}\u00a0s` : formatDurationLong(span);
}

/**
 * reversibleWords says whether a finished step can still be undone at its system.
 * @param until wall time at which the system closes the door, or null when it names none
 */
export function reversibleWords(
  step: Pick<StepView, 'state' | 'reversibleUntil' | 'undoTitle' | 'kind'>,
  now: Date,
): string | null {
  if (step.kind === 'pivot') return 'cannot be undone: point of no return';
  if (step.undoTitle === null) return 'has no undo';
  if (step.state !== 'done' || !step.reversibleUntil) return null;
  const left = Date.parse(step.reversibleUntil) - now.getTime();
  return left > 0 ? `can be undone for ${formatDurationLong(left)}` : 'can no longer be undone';
}

const count = (steps: StepView[], ...states: StepView['state'][]) =>
  steps.filter((s) => states.includes(s.state)).length;

/**
 * describeAction says in one sentence how the action stands and what comes next.
 * @param graceOver whether the grace period has run out on the reader's clock
 */
export function describeAction(action: Pick<ActionView, 'state' | 'steps' | 'detail'>, graceOver: boolean): string {
  const { state, steps } = action;
  const all = plural(steps.length, 'step');
  const done = count(steps, 'done');
  const undone = count(steps, 'undone', 'closed');
  const ran = steps.filter((step) => step.startedAt !== null).length;
  switch (state) {
    case 'grace':
      return graceOver
        ? 'The grace period is over; the first step is about to start.'
        : 'Nothing has been sent yet. Undo stops it without cost.';
    case 'running':
      return `${done} of ${all} done.`;
    case 'done':
      return `${steps.length === 1 ? 'The step is' : `All ${all} are`} done.`;
    case 'stopped':
      return 'Undone within the grace period. Nothing was sent.';
    case 'withdrawn':
      return action.detail ?? 'The facts moved before it was sent. Nothing ran; the case is proposed anew.';
    case 'failed':
      return action.detail ?? 'A step failed for good. What had run before it was undone.';
    case 'compensating':
      return `Rolling back, last step first: ${undone} of ${plural(ran, 'step')} undone.`;
    case 'rolled_back':
      return `Rolled back: ${undone} of ${plural(ran, 'step')} undone.`;
    case 'needs_person':
      return action.detail ?? 'A system refused an undo. Settle it with them, then close the step with a note of how.';
    case 'closed_by_person':
      return 'What could not be undone was settled and closed by a person.';
  }
}
