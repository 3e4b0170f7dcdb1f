import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import { findSpent, type SpentSource } from '../../events/health/index.ts';
import { agentFor, PLAYBOOK, readFeatures, type StoredContext } from '../agents/index.ts';
import { findActivePolicySet } from '../policies/index.ts';
import { closeProposals, gateDraft, makeProposals, type NewProposal } from '../proposals/index.ts';
import { holdCases } from './hold-cases.ts';
import { readContexts } from './read-contexts.ts';
import { resumeReadable, setAsideCases } from './set-aside-case.ts';
import type { TouchedCase } from './write-cases.ts';

/**
 * Closes the proposals that the batch overtook and asks the agent of its playbook again for each case that is still open,
 * about what no action carries yet. The verdict of policy is written with each answer. A case that its agent fails on is set aside
 * and waits for a person; the others go on.
 * @param worthStoring whether an answer says anything new; the others are dropped.
 */
export async function proposeCases(
  tx: Tx,
  ctx: Context,
  touched: readonly TouchedCase[],
  worldOf: ReadonlyMap<string, Date>,
  worthStoring: (made: NewProposal) => boolean = () => true,
): Promise<void> {
  if (!touched.length) return;
  const ids = touched.map(({ id }) => id);
  const standing = await tx.proposal.findMany({
    where: { disruptionId: { in: ids } },
    select: { id: true, disruptionId: true, revision: true, state: true, proposerKind: true },
  });
  const byId = new Map(touched.map((item) => [item.id, item]));
  await closeProposals(
    tx,
    ctx,
    standing
      .filter(({ state }) => state === 'open')
      .flatMap(({ id, disruptionId, proposerKind }) => {
        const item = byId.get(disruptionId);
        if (!item) return [];
        const why = `Overtaken by the facts of ${subjectOf(item)}: ${item.change}.`;
        const superseded = item.open && proposerKind === 'agent';
        return [{ id, disruption: item, state: superseded ? ('superseded' as const) : ('withdrawn' as const), why }];
      }),
  );
  const revisions = new Map<string, number>();
  for (const { disruptionId, revision } of standing) {
    revisions.set(disruptionId, Math.max(revision, revisions.get(disruptionId) ?? 0));
  }

  const { contexts, faults } = await readContexts(
    tx,
    touched.filter(({ open }) => open),
    ({ source }) => worldOf.get(source) ?? ctx.clock.now(),
  );
  const asked = await holdCases(tx, ctx, touched, contexts);
  const made: NewProposal[] = [];
  if (asked.length) {
    const policies = await findActivePolicySet(tx);
    const spentBy = await findSpent(
      tx,
      asked.map(({ item }) => item),
    );
    for (const { item, context } of asked) {
      try {
        made.push(
          answerTo(item, context, {
            policies,
            spent: spentBy.get(item.id),
            revision: (revisions.get(item.id) ?? 0) + 1,
          }),
        );
      } catch (error) {
        faults.push({ caseId: item.id, error });
      }
    }
  }
  await resumeReadable(
    tx,
    ctx,
    touched.filter(({ id }) => !faults.some(({ caseId }) => caseId === id)),
  );
  await setAsideCases(tx, ctx, faults);
  await makeProposals(tx, ctx, made.filter(worthStoring));
}

type Asking = {
  policies: Awaited<ReturnType<typeof findActivePolicySet>>;
  spent: readonly SpentSource[] | undefined;
  revision: number;
};

/** What the agent of a case answers, with the verdict of policy. @throws whatever it fails on. */
function answerTo(item: TouchedCase, facts: StoredContext, { policies, spent, revision }: Asking): NewProposal {
  const agent = agentFor(item.playbook);
  const proposer = { kind: 'agent', id: agent.name, name: `Agent ${agent.name}` } as const;
  // Stored with what the agent was asked, so that the gate can be worked out again from the record alone.
  const context = spent ? { ...facts, spentSources: spent } : facts;
  const gated = gateDraft(policies, agent.propose(context), proposer, item.factsVersion, spent);
  // Here rather than when it is stored, where one that fails would take the others with it.
  readFeatures(context);
  return {
    disruption: item,
    revision,
    proposer,
    context,
    gated,
    worldAt: new Date(context.worldAt),
    change: 'unchanged',
    why: null,
  };
}

/** What a case is about, inside a sentence: a shipment by its number, anything else by its own words. */
const subjectOf = ({ playbook, shipment }: TouchedCase): string =>
  playbook === PLAYBOOK ? `shipment ${shipment}` : shipment;
