import type { AlternativeKey, PolicyRule, Verdict } from '../proposals/schema.ts';

/** The rungs a policy may permit, freest first. What none of them permits is denied. */
export const RUNGS = ['auto', 'approve', 'escalate'] as const;
export type Rung = (typeof RUNGS)[number];

/** The authority a seat can ask for, least first. */
export const SEAT_ROLES = ['planner', 'approver'] as const;
export type SeatRole = (typeof SEAT_ROLES)[number];

/** What a policy is asked about: one proposal with its chosen alternative, and who proposes it. Money in USD. */
export type PolicyQuestion = {
  proposer: { kind: 'agent' | 'person'; id: string };
  action: AlternativeKey;
  costUsd: number;
  /** 0 when nobody knows the value. */
  valueUsd: number;
  valueKnown: boolean;
  riskScore: number;
  reversible: boolean;
  critical: boolean;
  switchesSupplier: boolean;
  /** No other supplier has a settled record of this item (three delivered lines or more). */
  singleSource: boolean;
  /** Delivered lines of the supplier that would take over; 0 when it has no record. */
  supplierRecordLines: number;
  untrustedEvidence: boolean;
};

/** One rule of a policy set as its annotations describe it. */
export type RuleText = PolicyRule & { seats: number | null; role: SeatRole | null; text: string };

/** The answer: the freest rung allowed, and the rules that made it so. */
export type PolicyAnswer = {
  verdict: Verdict;
  policyVersion: number;
  rules: PolicyRule[];
  seatsNeeded: number;
  seatRole: SeatRole;
};

/** What asking one rung gave. */
export type RungAnswer = { rung: Rung; allowed: boolean; determining: string[]; errors: string[] };

const shown = ({ id, effect, rung, words }: RuleText): PolicyRule => ({ id, effect, rung, words });
const strictestRole = (roles: SeatRole[]): SeatRole => (roles.includes('approver') ? 'approver' : 'planner');

/** The answer when a policy set cannot be asked: people decide, never `auto`. */
export const escalated = (policyVersion: number, why: string): PolicyAnswer => ({
  verdict: 'escalate',
  policyVersion,
  rules: [{ id: 'policy-unavailable', effect: 'forbid', rung: 'auto', words: `${why}, so two approvers decide.` }],
  seatsNeeded: 2,
  seatRole: 'approver',
});

/**
 * The verdict from the answers of the three rungs: the freest rung allowed; forbidden or unmentioned is `deny`; any error is `escalate`.
 * Rules that barred a freer rung are shown too, because they say why this gate.
 */
export function climbLadder(
  answers: RungAnswer[],
  rules: ReadonlyMap<string, RuleText>,
  policyVersion: number,
): PolicyAnswer {
  const errors = answers.flatMap((answer) => answer.errors);
  if (errors.length) return escalated(policyVersion, 'The policy set could not be evaluated');
  const ruleOf = (id: string): RuleText[] => {
    const rule = rules.get(id);
    return rule ? [rule] : [];
  };
  const first = RUNGS.findIndex((rung) => answers.some((answer) => answer.rung === rung && answer.allowed));
  const bars = (count: number) =>
    RUNGS.slice(0, count).flatMap((rung) =>
      answers.filter((answer) => answer.rung === rung).flatMap((a) => a.determining.flatMap(ruleOf)),
    );
  const unique = (list: RuleText[]) => [...new Map(list.map((rule) => [rule.id, rule])).values()];
  if (first < 0) {
    const barred = unique(bars(RUNGS.length)).sort((a, b) => Number(b.rung === 'deny') - Number(a.rung === 'deny'));
    const denying = barred.filter((rule) => rule.rung === 'deny');
    const words = { id: 'nothing-permits', effect: 'forbid', rung: 'deny', words: 'No rule permits this.' } as const;
    return {
      verdict: 'deny',
      policyVersion,
      rules: denying.length ? denying.map(shown) : [words],
      seatsNeeded: 0,
      seatRole: 'approver',
    };
  }
  const verdict = RUNGS[first] ?? 'escalate';
  const permits = unique(answers.filter((a) => a.rung === verdict).flatMap((a) => a.determining.flatMap(ruleOf)));
  const seats = verdict === 'auto' ? 0 : Math.max(1, ...permits.map((rule) => rule.seats ?? 1));
  return {
    verdict,
    policyVersion,
    rules: unique([...permits, ...bars(first)]).map(shown),
    seatsNeeded: seats,
    seatRole: strictestRole(permits.flatMap((rule) => (rule.role ? [rule.role] : []))),
  };
}

/** The gate in one sentence. */
export function gateWords(answer: Pick<PolicyAnswer, 'verdict' | 'rules' | 'seatsNeeded' | 'seatRole'>): string {
  const why = answer.rules[0]?.words ?? 'No rule permits this.';
  const count = ['nobody', 'one', 'two', 'three', 'four', 'five'][answer.seatsNeeded] ?? String(answer.seatsNeeded);
  if (answer.verdict === 'auto') return `Released by policy alone: ${why}`;
  if (answer.verdict === 'deny') return `Denied by policy: ${why}`;
  if (answer.seatsNeeded === 1) return `Approve by one ${answer.seatRole}: ${why}`;
  return `Approve by ${count} ${answer.seatRole}s: ${why}`;
}
