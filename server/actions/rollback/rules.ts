import { canonicalHash } from '../../core/canonical.ts';
import { count, plural, usd } from '../../core/words.ts';
import type { RollbackPlan } from '../sagas/schema.ts';

type PlanStep = RollbackPlan['steps'][number];

/** What a person agrees to: the steps in their order with what stays spent and what stands against each. */
const planHashOf = (actionId: string, steps: PlanStep[]): string =>
  canonicalHash({
    actionId,
    steps: steps.map(({ key, residualUsd, blocker }) => ({ key, residualUsd, blocker })),
  }).toString('hex');

/** The plan of a roll-back from what the systems said when asked, newest step first. */
export function planOf(actionId: string, steps: PlanStep[]): RollbackPlan {
  const residualUsd = steps.reduce((sum, step) => sum + (step.blocker ? 0 : step.residualUsd), 0);
  const blocked = steps.filter((step) => step.blocker !== null);
  const free = steps.length - blocked.length;
  const spent = residualUsd > 0 ? `${usd(residualUsd)} stays spent` : 'nothing stays spent';
  const words = blocked.length
    ? `${count(free)} of ${plural(steps.length, 'step')} can be undone and ${spent}; ${blocked.map((step) => step.system).join(' and ')} will refuse, which a person must then settle.`
    : `${plural(steps.length, 'step')} will be undone, newest first; ${spent}.`;
  return {
    actionId,
    planHash: planHashOf(actionId, steps),
    steps,
    residualUsd,
    blockers: blocked.map((step) => `${step.system}: ${step.blocker}`),
    words,
  };
}
