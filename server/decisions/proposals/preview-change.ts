import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { agentNamed } from '../agents/index.ts';
import { requireListed } from '../models/index.ts';
import { findActivePolicySet } from '../policies/index.ts';
import { gateDraft } from './gate-draft.ts';
import { findStanding } from './queries.ts';
import { chosenOf } from './rules.ts';
import { type Preview, previewInput } from './schema.ts';

/**
 * previewChange weighs and gates a change as if the asker had made it; nothing is stored.
 * @throws DomainError `forbidden`, `not_found`, `invalid` when the change breaks a bound,
 * `conflict` when it rests on a model that may not be used.
 */
export async function previewChange(db: Database, ctx: Context, input: z.input<typeof previewInput>): Promise<Preview> {
  const person = requireRight(ctx.actor, 'proposal.modify');
  const { proposalId, change } = previewInput.parse(input);
  const { proposal, disruption } = await findStanding(db.prisma, regionScope(person), proposalId);
  await requireListed(db.prisma, { name: proposal.agent, version: proposal.agentVersion });
  const { draft } = agentNamed(proposal.agent).applyChange(proposal.context, change);
  const proposer = { kind: 'person', id: person.id, roles: person.roles } as const;
  const { shown } = gateDraft(await findActivePolicySet(db.prisma), draft, proposer, disruption.factsVersion);
  return {
    alternative: chosenOf(shown),
    reason: shown.reason,
    risk: shown.risk,
    gate: { ...shown.gate, seats: [], revoked: [] },
  };
}
