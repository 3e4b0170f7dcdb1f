import type { Context } from '../../core/context.ts';
import type { OrderLine } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { readFacts } from '../../events/world/index.ts';
import type { FactsForProposal } from '../../events/world/schema.ts';
import { AGENT, DEFAULT_SETTINGS, type ProposalContext, propose } from '../agents/index.ts';
import { findActivePolicySet } from '../policies/index.ts';
import { closeProposals, gateDraft, makeProposals, type NewProposal } from '../proposals/index.ts';
import { sagaInputSchema } from '../proposals/schema.ts';
import type { TouchedCase } from './write-cases.ts';

/** Actions that were dispatched and whose effects stand or may stand: what they carry is not proposed again. */
const CARRIED = ['running', 'done', 'compensating', 'needs_person'];
const carriedSchema = sagaInputSchema.pick({ lines: true });
const lineId = (line: { orderNumber: string; lineNumber: string }) => `${line.orderNumber}|${line.lineNumber}`;

/**
 * Closes the proposals that the batch overtook and asks the agent again for each case that is still open, about the lines
 * that no action carries yet. The verdict of policy is written with each answer.
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
        const why = `Overtaken by the facts of shipment ${item.shipment}: ${item.change}.`;
        const superseded = item.open && proposerKind === 'agent';
        return [{ id, disruption: item, state: superseded ? ('superseded' as const) : ('withdrawn' as const), why }];
      }),
  );
  const revisions = new Map<string, number>();
  for (const { disruptionId, revision } of standing) {
    revisions.set(disruptionId, Math.max(revision, revisions.get(disruptionId) ?? 0));
  }

  const carried = await findCarried(tx, ids);
  const asked = touched.flatMap((item) => {
    const taken = carried.get(item.id);
    const lines = item.members.filter((line) => line.deliveredAt === null && !taken?.has(lineId(line)));
    return item.open && lines.length ? [{ item, lines }] : [];
  });
  if (!asked.length) return;
  const policies = await findActivePolicySet(tx);
  const facts = await readFactsOf(tx, asked);
  const proposer = { kind: 'agent', id: AGENT.name, name: `Agent ${AGENT.name}` } as const;
  const made = asked.map(({ item, lines }): NewProposal => {
    const worldAt = worldOf.get(item.source) ?? ctx.clock.now();
    const context: ProposalContext = {
      agent: AGENT,
      worldAt: worldAt.toISOString(),
      shipment: item.shipment,
      lines: lines.map(caseLineOf),
      facts: factsFor(facts.get(item.source), lines),
      settings: DEFAULT_SETTINGS,
    };
    const gated = gateDraft(policies, propose(context), proposer, item.factsVersion);
    const revision = (revisions.get(item.id) ?? 0) + 1;
    return { disruption: item, revision, proposer, context, gated, worldAt, change: 'unchanged', why: null };
  });
  await makeProposals(tx, ctx, made.filter(worthStoring));
}

/** Lines of cases that dispatched actions carry, by case. */
async function findCarried(tx: Tx, caseIds: string[]): Promise<Map<string, Set<string>>> {
  const actions = await tx.action.findMany({
    where: { disruptionId: { in: caseIds }, state: { in: CARRIED } },
    select: { disruptionId: true, input: true },
  });
  const carried = new Map<string, Set<string>>();
  for (const { disruptionId, input } of actions) {
    const lines = carried.get(disruptionId) ?? new Set();
    for (const line of carriedSchema.parse(input).lines) lines.add(lineId(line));
    carried.set(disruptionId, lines);
  }
  return carried;
}

type Asked = { item: TouchedCase; lines: OrderLine[] };

/** One reading of the facts a source, wide enough for all its cases of the batch. */
async function readFactsOf(tx: Tx, asked: readonly Asked[]): Promise<Map<string, FactsForProposal>> {
  const bySource = new Map<string, OrderLine[]>();
  for (const { item, lines } of asked) bySource.set(item.source, [...(bySource.get(item.source) ?? []), ...lines]);
  const facts = new Map<string, FactsForProposal>();
  for (const [source, lines] of bySource) facts.set(source, await readFacts(tx, { source, lines }));
  return facts;
}

/** The part of the facts that bears on some lines; what one case is handed does not depend on the others of its batch. */
function factsFor(facts: FactsForProposal | undefined, lines: readonly OrderLine[]): FactsForProposal {
  if (!facts) return { lanes: [], items: [] };
  const lanes = new Set(lines.map((line) => `${line.origin}|${line.destination}`));
  const destinations = new Set(lines.map((line) => line.destination));
  const items = new Set(lines.map((line) => line.item));
  return {
    lanes: facts.lanes.filter(({ origin, destination }) => {
      if (destination === null) return true;
      return origin === null ? destinations.has(destination) : lanes.has(`${origin}|${destination}`);
    }),
    items: facts.items.filter(({ item }) => items.has(item)),
  };
}

const caseLineOf = (line: OrderLine): ProposalContext['lines'][number] => ({
  key: line.key,
  orderNumber: line.orderNumber,
  lineNumber: line.lineNumber,
  supplier: line.supplier,
  item: line.item,
  itemGroup: line.itemGroup,
  origin: line.origin,
  destination: line.destination,
  customer: line.customer,
  mode: line.mode,
  quantity: line.quantity,
  packUnit: line.packUnit,
  valueUsd: Number(line.value),
  firstLine: line.firstLine,
  dueAt: line.dueAt.toISOString(),
});
