import { signalWords } from '../contracts/index.ts';
import { signalHref } from '../signals/constants.ts';
import { outcomeOf } from './describe-outcome.ts';
import { describeThing } from './describe-thing.ts';
import { type LineageFacts, lineOf, type SignalFact, signalId } from './facts.ts';
import type { LineageEdge, LineageNode } from './schema.ts';
import type { Graph } from './walk-graph.ts';

/**
 * The graph of some stored rows: what tells of what, what threatens, answers, decides, carries out and comes of it. Rows that
 * point at nothing known make no edge. Pure.
 */
export function buildGraph(facts: LineageFacts): Graph {
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, LineageEdge>();
  const add = (node: LineageNode) => nodes.set(node.id, node);
  const link = (from: string, to: string, words: string, corrects = false) => {
    if (from !== to && nodes.has(from) && nodes.has(to)) edges.set(`${from}\n${to}`, { from, to, words, corrects });
  };
  const caseNode = (id: string) => `disruption:${id}`;

  for (const row of facts.lines) {
    const delivered = row.deliveredAt
      ? `delivered ${dayOf(row.deliveredAt)}`
      : `due ${dayOf(row.dueAt)}, not delivered`;
    const title = `Line ${row.lineNumber} of ${row.orderNumber}`;
    add(node(`line:${row.key}`, 'line', title, `${row.item}, ${delivered}`, row.dueAt, false, null));
  }
  for (const key of thingsOf(facts)) {
    add(node(`thing:${key}`, 'thing', describeThing(key), 'World state', null, false, null));
  }
  for (const row of facts.disruptions) {
    const detail =
      row.state === 'open' ? `${row.severity}, open` : `closed: ${(row.closedReason ?? '').replaceAll('_', ' ')}`;
    add(node(caseNode(row.id), 'disruption', row.title, detail, row.openedAt, false, `/disruptions/${row.id}`));
  }
  addSignals(facts, add);
  for (const signal of facts.signals) {
    // What was not evaluated has told nothing to anything.
    if (facts.undecided.has(signal.seq)) continue;
    for (const target of targetsOf(facts, signal)) link(signalId(signal), target, 'tells of');
  }
  linkCorrections(facts, link);
  for (const row of facts.disruptions) {
    for (const line of facts.lines) {
      if (line.disruptionId === row.id) link(`line:${line.key}`, caseNode(row.id), 'overdue');
    }
    for (const key of looseKeysOf(facts, row)) link(`thing:${key}`, caseNode(row.id), 'raised');
  }
  addAnswers(facts, add, link);
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

type Add = (node: LineageNode) => void;
type LinkTo = (from: string, to: string, words: string, corrects?: boolean) => void;

function addSignals(facts: LineageFacts, add: Add): void {
  const taken = new Set(facts.retractions.filter(({ finding }) => finding === null).map(signalOfRetraction));
  for (const row of facts.signals) {
    const isTaken = taken.has(signalId(row));
    const isUndecided = facts.undecided.has(row.seq);
    const detail = `${row.type}${isTaken ? ', taken back' : isUndecided ? ', not evaluated' : ''}`;
    add(node(signalId(row), 'signal', signalWords(row), detail, row.eventAt, isTaken || isUndecided, signalHref(row)));
  }
}

function linkCorrections(facts: LineageFacts, link: LinkTo): void {
  for (const row of facts.retractions) {
    const target = signalOfRetraction(row);
    link(
      signalId({ source: row.bySource, id: row.byId }),
      target,
      row.finding === null ? 'takes back' : 'wanted to take back',
      true,
    );
    for (const id of row.correctedBy) link(signalId({ source: row.bySource, id }), target, 'stands in for', true);
  }
  for (const row of facts.notes) {
    if (row.signalSource === null || row.signalId === null) continue;
    link(signalId({ source: row.signalSource, id: row.signalId }), `disruption:${row.disruptionId}`, 'changed', true);
  }
}

function addAnswers(facts: LineageFacts, add: Add, link: LinkTo): void {
  for (const row of facts.proposals) {
    const by = row.proposerKind === 'person' ? 'by a person' : `by ${row.agent}`;
    const title = `Proposal ${row.revision}: ${row.chosen.replaceAll('-', ' ')}`;
    const href = `/disruptions/${row.disruptionId}`;
    add(
      node(
        `proposal:${row.id}`,
        'proposal',
        title,
        `${by}; ${row.state}`,
        row.createdAt,
        row.state === 'superseded' || row.state === 'withdrawn',
        href,
      ),
    );
    link(`disruption:${row.disruptionId}`, `proposal:${row.id}`, 'answered by');
  }
  for (const row of facts.decisions) {
    const title = row.kind === 'auto' ? 'Decided by policy alone' : `Decided: ${row.kind}`;
    const detail = `${row.change}; policy version ${row.policyVersion}`;
    add(
      node(
        `decision:${row.id}`,
        'decision',
        title,
        detail,
        row.decidedAt,
        row.kind === 'reject' || row.kind === 'deny',
        `/audit/${row.id}`,
      ),
    );
    link(`proposal:${row.proposalId}`, `decision:${row.id}`, 'decided');
  }
  for (const row of facts.actions) {
    const faded = ['stopped', 'withdrawn', 'rolled_back'].includes(row.state);
    add(
      node(
        `action:${row.id}`,
        'action',
        row.title,
        row.state.replaceAll('_', ' '),
        row.createdAt,
        faded,
        `/actions/${row.id}`,
      ),
    );
    link(`decision:${row.decisionId}`, `action:${row.id}`, 'carried out by');
  }
  for (const row of facts.disruptions) {
    const outcome = outcomeOf(facts, row);
    if (!outcome) continue;
    add(
      node(
        `outcome:${row.id}`,
        'outcome',
        outcome.title,
        outcome.detail,
        row.closedWorldAt,
        false,
        `/disruptions/${row.id}`,
      ),
    );
    for (const from of outcome.from) link(from, `outcome:${row.id}`, 'came of it');
  }
}

/**
 * What a signal tells of: the line it names, and the thing when a case was raised on the thing itself or there is no line. A
 * line that now travels on another shipment is told of by what announced and delivered it.
 */
function targetsOf(facts: LineageFacts, signal: SignalFact): string[] {
  const named = lineOf(signal);
  const key = signal.subjectKey;
  const line = facts.lines.find(
    (row) =>
      row.key === named &&
      (row.shipmentKey === key || row.announceSeq === signal.seq || row.deliverySeq === signal.seq),
  );
  const targets = line ? [`line:${line.key}`] : [];
  if (key !== null && (!line || facts.disruptions.some((row) => looseKeysOf(facts, row).includes(key)))) {
    targets.push(`thing:${key}`);
  }
  return targets;
}

/** Keys that a case was raised on and of which none of its lines tells more precisely. */
const looseKeysOf = (facts: LineageFacts, row: LineageFacts['disruptions'][number]): string[] => {
  const told = new Set(facts.lines.flatMap((line) => (line.disruptionId === row.id ? [line.shipmentKey] : [])));
  return row.subjectKeys.filter((key) => !told.has(key));
};

const thingsOf = (facts: LineageFacts): Set<string> =>
  new Set([
    ...facts.signals.flatMap((signal) =>
      targetsOf(facts, signal).flatMap((target) => (target.startsWith('thing:') ? [target.slice(6)] : [])),
    ),
    ...facts.disruptions.flatMap((row) => looseKeysOf(facts, row)),
  ]);

const signalOfRetraction = (row: LineageFacts['retractions'][number]) =>
  signalId({ source: row.source, id: row.signalId });

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const node = (
  id: string,
  kind: LineageNode['kind'],
  title: string,
  detail: string,
  at: Date | null,
  faded: boolean,
  href: string | null,
): LineageNode => ({ id, kind, title, detail, at: at?.toISOString() ?? null, faded, href });
