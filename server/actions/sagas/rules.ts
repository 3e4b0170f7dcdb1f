import { hasAuthority, may, ROLE_WORDS } from '../../auth/rights.ts';
import type { Person, Role } from '../../core/context.ts';
import type { RefusalReason } from '../../core/errors.ts';
import type { Retry } from './definition.ts';
import type { ActionState, StepView } from './schema.ts';

type Shape = { key: string; kind: StepView['kind']; hasUndo: boolean; retry: Retry; timeoutMs: number };

const RANK: Record<StepView['kind'], number> = { compensatable: 0, pivot: 1, retriable: 2 };

/** What is wrong with a saga's steps, one sentence each; empty when it may be loaded. */
export function definitionFaults(steps: Shape[]): string[] {
  const faults: string[] = [];
  if (!steps.length) faults.push('It has no steps.');
  const seen = new Set<string>();
  let rank = 0;
  for (const { key, kind, hasUndo, retry, timeoutMs } of steps) {
    if (!/^[a-z][a-z0-9-]*$/.test(key)) faults.push(`"${key}" is not a key of small letters, digits and hyphens.`);
    if (seen.has(key)) faults.push(`The key "${key}" is used twice.`);
    seen.add(key);
    if (kind === 'compensatable' && !hasUndo) faults.push(`"${key}" is compensatable but has no undo.`);
    if (kind !== 'compensatable' && hasUndo) faults.push(`"${key}" is ${kind} and cannot have an undo.`);
    if (RANK[kind] < rank) faults.push(`"${key}" is ${kind} but comes after the point of no return.`);
    if (kind === 'pivot' && rank === RANK.pivot) faults.push(`"${key}" is a second pivot.`);
    rank = Math.max(rank, RANK[kind]);
    if (retry.attempts < 1) faults.push(`"${key}" is never attempted.`);
    if (timeoutMs <= 0) faults.push(`"${key}" has no time-out.`);
  }
  return faults;
}

/** The wait before the attempt after `attempts` many, in milliseconds, or null when there is none left. */
export function waitBeforeNext(retry: Retry, attempts: number): number | null {
  if (attempts >= retry.attempts) return null;
  return Math.min(retry.firstDelayMs * 2 ** (attempts - 1), retry.maxDelayMs);
}

/** The idempotency key of a step; the same for every attempt, so that the system does the work once. */
export const idempotencyKey = (actionId: string, stepKey: string, direction: 'do' | 'undo') =>
  `${actionId}/${stepKey}/${direction}`;

/**
 * Why an action must not be dispatched any more, or null. The decision was made on facts that may have moved since:
 * the disruption must still be open, on the version of the facts that the proposal was made for.
 */
export function withdrawReason(
  disruption: { state: string; closedReason: string | null; factsVersion: number } | null,
  proposal: { factsVersion: number } | null,
): string | null {
  if (!disruption || !proposal) return 'The case or the proposal behind this decision is gone; nothing was changed.';
  if (disruption.state !== 'open') {
    const why: Record<string, string> = {
      delivered: 'the delivery was recorded',
      false_alarm: 'it was a false alarm by slow recording',
      found_on_delivery: 'it had been delivered',
      back_in_band: 'it is back in its band',
      figures_agree: 'ledger and count agree again',
      corrected: 'the facts were corrected, and nothing is overdue any more',
    };
    const words = why[disruption.closedReason ?? ''] ?? 'its cause is gone';
    return `The disruption closed before dispatch: ${words}. Nothing was changed.`;
  }
  if (disruption.factsVersion !== proposal.factsVersion) {
    return 'The facts changed between the decision and dispatch, so it no longer holds. Nothing was changed.';
  }
  return null;
}

const SINCE: Record<Exclude<ActionState, 'grace'>, string> = {
  running: 'It was dispatched and is running. Use Roll back once it has finished.',
  done: 'It has been carried out. Use Roll back to reverse it.',
  stopped: 'It has already been stopped.',
  withdrawn: 'It was withdrawn before dispatch; nothing ran.',
  failed: 'It failed, and what had run was undone.',
  compensating: 'It is being undone already.',
  rolled_back: 'It has been rolled back.',
  needs_person: 'A refused undo waits for a person to close it.',
  closed_by_person: 'It was closed by a person.',
};

/** Why Undo is not possible (any more), or null. Undo works before dispatch only. */
export function undoRefusal(action: { state: ActionState; graceUntil: Date }, now: Date): string | null {
  if (action.state !== 'grace') return SINCE[action.state];
  return now < action.graceUntil
    ? null
    : 'The grace period is over and dispatch has begun. Use Roll back once it has finished.';
}

/** Why Roll back is not possible, or null. Only a finished action is rolled back: while it runs, the plan would still move. */
export function rollbackRefusal(action: { state: ActionState }): string | null {
  if (action.state === 'done') return null;
  if (action.state === 'grace') return 'It has not been dispatched yet. Use Undo.';
  if (action.state === 'running') return 'It is still running. Roll back once it has finished.';
  return SINCE[action.state];
}

/** What released an action: the decision's kind, whose approval counted for it, and who had proposed it. */
export type Release = { kind: string; seatRole: Role; proposer: { kind: string; id: string } };

/**
 * Why this person may not undo an action, roll it back or close a step of it, or null. One person is enough, whose approval would have counted for its release:
 * of the authority it was released with, and not who proposed it. Where policy released alone, whoever may approve the case.
 */
export function reversalRefusal(
  person: Pick<Person, 'id' | 'roles'>,
  { kind, seatRole, proposer }: Release,
): { words: string; reason: RefusalReason } | null {
  if (!may(person.roles, 'proposal.approve')) return { words: 'Your role does not allow this.', reason: 'right' };
  if (kind === 'auto') return null;
  if (!hasAuthority(person.roles, seatRole)) {
    return {
      words: `It was released by the role ${ROLE_WORDS[seatRole]}; this needs that role too.`,
      reason: 'authority',
    };
  }
  return proposer.kind === 'person' && proposer.id === person.id
    ? { words: 'You proposed what was released, so somebody else does this.', reason: 'own-proposal' }
    : null;
}

/** Why there is nothing to close, or null. */
export function closeRefusal(action: { state: ActionState }): string | null {
  return action.state === 'needs_person' ? null : 'No step of this action waits for a person.';
}

/** Whether a step waits for a person: a refused undo, or a step past the point of no return that did not succeed. */
export const waitsForPerson = (step: { state: string; kind: string }): boolean =>
  step.state === 'undo_refused' || (step.state === 'failed' && step.kind === 'retriable');
