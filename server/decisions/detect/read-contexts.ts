import type { OrderLine } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { readFacts } from '../../events/world/index.ts';
import type { FactsForProposal } from '../../events/world/schema.ts';
import { agentFor, DEFAULT_SETTINGS, PLAYBOOK, type ProposalContext, type StoredContext } from '../agents/index.ts';
import { type ChosenSaga, sagaSchema } from '../proposals/schema.ts';
import type { TouchedCase } from './write-cases.ts';

/** Actions that were dispatched and whose effects stand or may stand: what they carry is not proposed again. */
const CARRIED = ['running', 'done', 'compensating', 'needs_person'];
const lineId = (line: { orderNumber: string; lineNumber: string }) => `${line.orderNumber}|${line.lineNumber}`;

/** A case with all that its agent is asked with. */
export type AskedCase = { item: TouchedCase; context: StoredContext };
/** A case of which that cannot be read, and on what it fails. */
export type UnreadableCase = { caseId: string; error: unknown };

/**
 * What the agents of some open cases are asked with, from the store as it stands. A late shipment all of whose lines are
 * delivered or carried by an action is left out: there is nothing to ask.
 * @param worldAtOf world time of a case.
 * @returns `faults`: those of which an action cannot be read.
 */
export async function readContexts(
  tx: Tx,
  cases: readonly TouchedCase[],
  worldAtOf: (item: TouchedCase) => Date,
): Promise<{ contexts: AskedCase[]; faults: UnreadableCase[] }> {
  if (!cases.length) return { contexts: [], faults: [] };
  const { carried, faults } = await findCarried(
    tx,
    cases.map(({ id }) => id),
  );
  const readable = cases.filter(({ id }) => !faults.some(({ caseId }) => caseId === id));
  const late = readable.flatMap((item): Late[] => {
    if (item.playbook !== PLAYBOOK) return [];
    const taken = carriedLines(carried.get(item.id) ?? []);
    const lines = item.members.filter((line) => line.deliveredAt === null && !taken.has(lineId(line)));
    return lines.length ? [{ item, lines }] : [];
  });
  const facts = await readFactsOf(tx, late);
  const linesOf = new Map(late.map(({ item, lines }) => [item.id, lines]));
  const contexts = readable.flatMap((item): AskedCase[] => {
    const { name, version, settings } = agentFor(item.playbook);
    const base = { agent: { name, version }, worldAt: worldAtOf(item).toISOString() };
    if (item.playbook !== PLAYBOOK) {
      const sagas = (carried.get(item.id) ?? []).map((saga) => saga.name);
      return [{ item, context: { ...base, facts: item.facts, carried: sagas, settings } as StoredContext }];
    }
    const lines = linesOf.get(item.id);
    if (!lines) return [];
    const context: ProposalContext = {
      ...base,
      shipment: item.shipment,
      lines: lines.map(caseLineOf),
      facts: factsFor(facts.get(item.source), lines),
      settings: DEFAULT_SETTINGS,
    };
    return [{ item, context }];
  });
  return { contexts, faults };
}

/** The sagas of dispatched actions, by case. */
async function findCarried(
  tx: Tx,
  caseIds: string[],
): Promise<{ carried: Map<string, ChosenSaga[]>; faults: UnreadableCase[] }> {
  const actions = await tx.action.findMany({
    where: { disruptionId: { in: caseIds }, state: { in: CARRIED } },
    select: { disruptionId: true, saga: true, input: true },
  });
  const carried = new Map<string, ChosenSaga[]>();
  const faults: UnreadableCase[] = [];
  for (const { disruptionId, saga: name, input } of actions) {
    const saga = sagaSchema.safeParse({ name, input });
    if (saga.success) carried.set(disruptionId, [...(carried.get(disruptionId) ?? []), saga.data]);
    else faults.push({ caseId: disruptionId, error: saga.error });
  }
  return { carried, faults };
}

/** The order lines that sagas moved. */
function carriedLines(sagas: readonly ChosenSaga[]): Set<string> {
  return new Set(
    sagas.flatMap((saga) =>
      saga.name === 'expedite-by-air' || saga.name === 'split-to-supplier' ? saga.input.lines.map(lineId) : [],
    ),
  );
}

type Late = { item: TouchedCase; lines: OrderLine[] };

/** One reading of the facts a source, wide enough for all its cases of the batch. */
async function readFactsOf(tx: Tx, asked: readonly Late[]): Promise<Map<string, FactsForProposal>> {
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

/** A line as its agent is handed it. */
export const caseLineOf = (line: OrderLine): ProposalContext['lines'][number] => ({
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
