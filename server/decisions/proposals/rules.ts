import { canonicalHash } from '../../core/canonical.ts';
import { dayOfYear, plural, usd } from '../../core/words.ts';
import type { Alternative, AlternativeKey, Lapse, PolicyRule, Reason, RiskFactor, Verdict } from './schema.ts';

/** Everything a card shows of a proposal that somebody could rely on. Seats are left out: they fill up while people read. */
export type Shown = {
  alternatives: Alternative[];
  chosen: AlternativeKey;
  reason: Reason;
  risk: { score: number; factors: RiskFactor[] };
  gate: {
    verdict: Verdict;
    policyVersion: number;
    rules: PolicyRule[];
    seatsNeeded: number;
    seatRole: string;
    words: string;
  };
  factsVersion: number;
};

/** SHA-256 of the canonical JSON of what is shown; an approval names it, so that nobody approves something else. */
export const shownHashOf = (shown: Shown): Buffer => canonicalHash(shown);

/** The alternative a proposal has chosen. */
export function chosenOf(shown: Pick<Shown, 'alternatives' | 'chosen'>): Alternative {
  const found = shown.alternatives.find(({ key }) => key === shown.chosen);
  if (!found) throw new RangeError(`the proposal has no alternative ${shown.chosen}`);
  return found;
}

/**
 * What a spent error budget does to a gate (ASSURANCE E3): released by policy alone becomes approval by one planner. Anything
 * stricter stays as it is, and so does everything when the budget is there again.
 */
export function demoteAuto<Answer extends Demotable>(
  answer: Answer,
  spent: readonly { name: string; words: string }[],
): Answer {
  if (answer.verdict !== 'auto' || !spent.length) return answer;
  const who = spent.map(({ name, words }) => `${name} has spent ${words}`).join(', and ');
  const rule = {
    id: SPENT_RULE,
    effect: 'forbid',
    rung: 'auto',
    words: `Source ${who}, so a person decides.`,
  } as const;
  return { ...answer, verdict: 'approve', rules: [rule, ...answer.rules], seatsNeeded: 1, seatRole: 'planner' };
}

type Demotable = { verdict: Verdict; rules: PolicyRule[]; seatsNeeded: number; seatRole: 'planner' | 'approver' };

/** Id of the rule that a spent error budget adds to a gate. */
export const SPENT_RULE = 'source-budget-spent';

const GATE: Record<Verdict, string> = {
  auto: 'released by policy alone',
  approve: 'approval by one person',
  escalate: 'approval by two people',
  deny: 'denied by policy',
};

/** What differs between what somebody saw and what stands now, in words; never empty. */
export function whatChanged(seen: Shown, now: Shown): string[] {
  const [was, is] = [chosenOf(seen), chosenOf(now)];
  const changes: string[] = [];
  if (was.title !== is.title) changes.push(`Proposed was “${was.title}”, now “${is.title}”.`);
  if (was.costUsd !== is.costUsd) changes.push(`The cost was ${usd(was.costUsd)}, now ${usd(is.costUsd)}.`);
  const [before, after] = [was.arrival?.expected, is.arrival?.expected];
  if (before !== after) {
    const told = (at: string | undefined) => (at ? dayOfYear(at) : 'not known');
    if (told(before) !== told(after)) changes.push(`The arrival was ${told(before)}, now ${told(after)}.`);
  }
  if (was.service.lines !== is.service.lines) {
    changes.push(`It covered ${plural(was.service.lines, 'line')}, now ${is.service.lines}.`);
  }
  if (was.riskLeftUsd !== is.riskLeftUsd) {
    const told = (amount: number | null) => (amount === null ? 'not known' : usd(amount));
    changes.push(`The risk left was ${told(was.riskLeftUsd)}, now ${told(is.riskLeftUsd)}.`);
  }
  if (seen.gate.verdict !== now.gate.verdict) {
    changes.push(`The gate was ${GATE[seen.gate.verdict]}, now ${GATE[now.gate.verdict]}.`);
  }
  if (seen.risk.score !== now.risk.score) changes.push(`The risk score was ${seen.risk.score}, now ${now.risk.score}.`);
  return changes.length ? changes : ['The facts behind it are newer; the figures are the same.'];
}

/** Why an approval does not count any more, to follow the name of who gave it. */
export const lapseWords = (reason: string, seatRole: string): string =>
  LAPSES[reason as Lapse]?.(seatRole) ?? 'may no longer approve it';

const LAPSES: Record<Lapse, (seatRole: string) => string> = {
  'account-off': () => 'is no longer active',
  role: (seatRole) => `no longer holds the role ${seatRole}`,
  region: () => 'no longer sees this region',
};

/** States of an action in which it neither runs nor has effects that stand. */
const OVER: ReadonlySet<string> = new Set(['stopped', 'withdrawn', 'failed', 'rolled_back', 'closed_by_person']);

/** What stands about a case when somebody wants to change its proposal. */
export type Standing = {
  disruption: { state: string; factsVersion: number };
  proposal: { state: string; factsVersion: number; revision: number };
  latestRevision: number;
  decision: { kind: string; saga: string | null } | null;
  action: { state: string } | null;
};

/** Why a proposal cannot be changed or replaced by a person now, or null. What was decided can be changed while nothing runs. */
export function revisionRefusal({ disruption, proposal, latestRevision, decision, action }: Standing): string | null {
  if (disruption.state !== 'open') return 'The case has closed by itself; there is nothing left to decide.';
  if (proposal.revision !== latestRevision) return 'This proposal was replaced by a newer one. Look again.';
  if (proposal.factsVersion !== disruption.factsVersion) return 'The facts of the case have moved. Look again.';
  if (proposal.state === 'open' || !decision || decision.saga === null) return null;
  if (action && OVER.has(action.state)) return null;
  return action?.state === 'done'
    ? 'This has been carried out. Roll it back first.'
    : 'An action is under way. Undo it or roll it back first.';
}
