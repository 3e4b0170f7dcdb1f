import type { Role } from '../../core/context.ts';
import type { SpentSource } from '../../events/health/index.ts';
import type { ProposalDraft } from '../agents/index.ts';
import { evaluatePolicy, gateWords, type PolicySet } from '../policies/index.ts';
import { scoreRisk } from '../risk/index.ts';
import { chosenOf, demoteAuto, type Shown, shownHashOf } from './rules.ts';

/** Whoever stands behind a revision. */
export type Proposer = { kind: 'agent'; id: string } | { kind: 'person'; id: string; roles: readonly Role[] };

/** A draft with its risk score and its gate: what a card shows, and the hash of it. */
export type GatedDraft = { draft: ProposalDraft; shown: Shown; shownHash: Buffer };

/**
 * Scores a draft and asks policy about its chosen alternative. Pure in its inputs.
 * @param spent sources it stands on that have spent an error budget: what an agent proposes then is never released by policy alone.
 */
export function gateDraft(
  policies: PolicySet | null,
  draft: ProposalDraft,
  proposer: Proposer,
  factsVersion: number,
  spent: readonly SpentSource[] = [],
): GatedDraft {
  const risk = scoreRisk(draft.evidence.risk);
  const chosen = chosenOf(draft);
  const asked = evaluatePolicy(policies, {
    proposer: { kind: proposer.kind, id: proposer.id },
    action: chosen.key,
    costUsd: chosen.costUsd,
    valueUsd: draft.evidence.valueUsd ?? 0,
    valueKnown: draft.evidence.valueUsd !== null,
    riskScore: risk.score,
    reversible: chosen.reversible.kind === 'yes' || chosen.reversible.kind === 'nothing-to-undo',
    critical: draft.evidence.critical,
    switchesSupplier: chosen.switchesSupplier,
    singleSource: draft.evidence.singleSource,
    supplierRecordLines: draft.evidence.supplierRecordLines,
    untrustedEvidence: draft.evidence.untrusted,
  });
  const answer = proposer.kind === 'agent' ? demoteAuto(asked, spent) : asked;
  const { alternatives, reason } = draft;
  const shown: Shown = {
    alternatives,
    chosen: draft.chosen,
    reason,
    risk,
    gate: { ...answer, words: gateWords(answer) },
    factsVersion,
  };
  return { draft, shown, shownHash: shownHashOf(shown) };
}
