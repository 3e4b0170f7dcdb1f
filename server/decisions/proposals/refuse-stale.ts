import { actorIds, actorsOf, findNames } from '../../auth/find-names.ts';
import { DomainError } from '../../core/errors.ts';
import type { Tx } from '../../db/transaction.ts';
import { findLatest, type ProposalStanding } from './queries.ts';
import { readShown } from './read-shown.ts';
import { chosenOf, whatChanged } from './rules.ts';

const BY: Record<string, string> = { auto: 'released', approve: 'approved', reject: 'rejected', deny: 'denied' };

/**
 * Refuses to act on a proposal other than the one that was on the screen.
 * @throws DomainError `conflict`.
 */
export function refuseUnseen(proposal: { id: string; shownHash: Uint8Array }, shownHash: string): void {
  if (Buffer.from(proposal.shownHash).toString('hex') === shownHash) return;
  throw new DomainError('conflict', 'Your screen showed something else. Look again before you act.', {
    detail: { changed: ['What you saw is not what is stored.'], proposalId: proposal.id },
    reason: 'not-shown',
  });
}

/**
 * Refuses to act on what is no longer so: a case that closed, a proposal that was decided or replaced, a card that showed
 * something else. The refusal says who was faster and what changed (`detail.changed`).
 * @param next what to do next when it was decided already.
 * @throws DomainError `conflict`.
 */
export async function refuseStale(tx: Tx, standing: ProposalStanding, shownHash: string, next = ''): Promise<void> {
  const { disruption, proposal, decision } = standing;
  const seen = readShown(proposal);
  if (decision) {
    const people = await findNames(tx, actorIds([decision]));
    const names = actorsOf(decision, people).map(({ name }) => name);
    const title = chosenOf(seen).title;
    const sentence =
      `${names.join(' and ') || 'Policy'} ${BY[decision.kind] ?? 'decided'} this already: “${title}”. ${next}`.trim();
    throw new DomainError('conflict', sentence, {
      detail: {
        changed: [sentence],
        decidedBy: names,
        kind: decision.kind,
        decidedAt: decision.decidedAt.toISOString(),
      },
      reason: 'decided',
    });
  }
  if (disruption.state !== 'open') {
    const sentence = 'The case has closed by itself; there is nothing left to decide.';
    throw new DomainError('conflict', sentence, { detail: { changed: [sentence] }, reason: 'closed' });
  }
  const latest = await findLatest(tx, disruption.id);
  if (proposal.state !== 'open' || (latest && latest.id !== proposal.id)) {
    const changed = latest ? whatChanged(seen, readShown(latest)) : ['This proposal was withdrawn.'];
    throw new DomainError('conflict', `This proposal was replaced. ${changed[0]} Look again before you act.`, {
      detail: { changed, proposalId: latest?.id ?? null },
      reason: 'replaced',
    });
  }
  refuseUnseen(proposal, shownHash);
  if (proposal.factsVersion !== disruption.factsVersion) {
    throw new DomainError('conflict', 'The facts of the case have moved. A new proposal is on its way.', {
      detail: { changed: ['The facts of the case have moved since this was proposed.'] },
      reason: 'facts-moved',
    });
  }
}
