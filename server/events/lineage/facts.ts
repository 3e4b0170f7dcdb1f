import { ZodError } from 'zod';
import type {
  Action,
  CaseNote,
  Decision,
  Disruption,
  OrderLine,
  Proposal,
  Retraction,
  Signal,
} from '../../db/generated/client.ts';
import { lineKeyOf, readLineFact } from '../world/index.ts';

export type SignalFact = Pick<
  Signal,
  'seq' | 'source' | 'id' | 'sourceId' | 'type' | 'contractVersion' | 'subjectKey' | 'eventAt' | 'recordedAt' | 'data'
>;

/** The stored rows that lineage is read from. All of it is world state and record; nothing is worked out anew. */
export type LineageFacts = {
  signals: SignalFact[];
  /** Places in the log of those signals that were set aside: they have had no effect. */
  undecided: ReadonlySet<bigint>;
  retractions: Pick<Retraction, 'source' | 'signalId' | 'bySource' | 'byId' | 'correctedBy' | 'finding'>[];
  lines: Pick<
    OrderLine,
    | 'key'
    | 'shipmentKey'
    | 'orderNumber'
    | 'lineNumber'
    | 'item'
    | 'dueAt'
    | 'deliveredAt'
    | 'overdueAt'
    | 'disruptionId'
    | 'announceSeq'
    | 'deliverySeq'
  >[];
  disruptions: Pick<
    Disruption,
    'id' | 'title' | 'state' | 'closedReason' | 'severity' | 'subjectKeys' | 'openedAt' | 'closedWorldAt'
  >[];
  notes: Pick<CaseNote, 'disruptionId' | 'signalSource' | 'signalId'>[];
  proposals: Pick<
    Proposal,
    'id' | 'disruptionId' | 'revision' | 'proposerKind' | 'agent' | 'chosen' | 'verdict' | 'state' | 'createdAt'
  >[];
  decisions: Pick<Decision, 'id' | 'proposalId' | 'disruptionId' | 'kind' | 'change' | 'policyVersion' | 'decidedAt'>[];
  actions: Pick<Action, 'id' | 'decisionId' | 'title' | 'saga' | 'state' | 'input' | 'createdAt'>[];
};

/** A CloudEvents source holds no `|`, so no two signals share a name. */
export const signalId = ({ source, id }: { source: string; id: string }): string => `signal:${source}|${id}`;

/** The key of the order line a signal tells of; null when it tells of none. */
export function lineOf(signal: SignalFact): string | null {
  try {
    const fact = readLineFact(signal);
    return fact && lineKeyOf(signal.source, fact.line.lineNumber);
  } catch (error) {
    // One that cannot be read speaks of no line; it was set aside as undecided.
    if (error instanceof ZodError) return null;
    throw error;
  }
}
