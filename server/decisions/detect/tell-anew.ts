import type { AuditInput } from '../../audit/emit.ts';
import { plural } from '../../core/words.ts';
import type { Disruption } from '../../db/generated/client.ts';
import { PLAYBOOK } from '../agents/index.ts';
import type { NewNote } from '../disruptions/index.ts';
import type { Correction } from './correct-case.ts';
import type { Carried, Seated } from './find-standing.ts';

/** Why a case is decided anew: what changed, in words, and the lines whose facts did. */
export type Anew = {
  disruptionId: string;
  kind: 'corrected' | 'redescribed';
  /** Begins the note on the timeline: "Corrected: signal X was taken back by Y (reason)." */
  words: string;
  /** The same inside a sentence. */
  change: string;
  signal: { source: string; id: string };
  /** Order lines whose facts changed; none for a case of another playbook. */
  lines: readonly string[];
};

/** A case with the reasons to decide it anew, and what that comes to. */
export type Settled = {
  row: Disruption;
  causes: Anew[];
  correction: Correction;
  /** Whether it was open before the correction. */
  wasOpen: boolean;
};

/** What the correction came to, after the sentence that says what was corrected. */
function outcomeOf({ row, correction, wasOpen }: Settled, approvals: number): string {
  const notOverdue = correction.released.length - correction.moved.length;
  const parts = [
    correction.moved.length
      ? `${plural(correction.moved.length, 'line')} ${correction.moved.length === 1 ? 'travels' : 'travel'} with another shipment now.`
      : null,
    notOverdue ? `${plural(notOverdue, 'line')} not overdue any more.` : null,
    correction.state === 'open'
      ? wasOpen
        ? 'What hung on it was decided anew.'
        : 'The case is open again, and what hung on it was decided anew.'
      : wasOpen
        ? `The case closed: ${row.playbook === PLAYBOOK ? 'nothing in it is overdue any more' : 'what is left gives no cause for it'}.`
        : correction.reason === row.closedReason
          ? 'The case stays closed.'
          : 'The case stays closed, for another reason.',
    approvals
      ? `${plural(approvals, 'approval')} no longer ${approvals === 1 ? 'counts' : 'count'}: given on the facts as they were.`
      : null,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

/** What the timeline says: the correction with what it came to, and each action that was carried out on the fact. */
export function notesOf(one: Settled, seats: readonly Seated[], carried: readonly Carried[], worldAt: Date): NewNote[] {
  const { row, causes } = one;
  const common = { disruptionId: row.id, region: row.region, worldAt };
  return causes.flatMap(({ kind, words, signal }, place): NewNote[] => [
    { ...common, kind, signal, words: place === 0 ? `${words} ${outcomeOf(one, seats.length)}` : words },
    ...(place === 0 ? carried : []).map(({ decisionId, actionId, title }) => ({
      ...common,
      kind,
      signal,
      carried: { decisionId, actionId },
      words: `“${title}” has been carried out on a fact that is no longer so. Nothing was rolled back by itself: look at what can be undone.`,
    })),
  ]);
}

/** What the audit log says: the correction, and each approval that no longer counts. */
export function entriesOf(one: Settled, seats: readonly Seated[]): AuditInput[] {
  const { row, causes, correction } = one;
  const common = { entityId: row.id, disruptionId: row.id };
  const words = `${causes.map((cause) => cause.words).join(' ')} ${outcomeOf(one, seats.length)}`;
  const state = { state: correction.state, closedReason: correction.reason };
  const before = { state: row.state, closedReason: row.closedReason, factsVersion: row.factsVersion };
  const action =
    correction.state === row.state
      ? 'disruption.corrected'
      : correction.state === 'open'
        ? 'disruption.reopened'
        : 'disruption.closed';
  return [
    {
      ...common,
      action,
      meaning: words,
      before,
      after: {
        ...state,
        factsVersion: row.factsVersion + 1,
        released: correction.released,
        signals: causes.map(({ signal }) => [signal.source, signal.id]),
      },
    },
    ...seats.map(({ proposalId, userId }) => ({
      action: 'proposal.unseated' as const,
      entityId: proposalId,
      meaning: 'An approval no longer counts: the facts it was given on were corrected.',
      before: { userId },
      after: { seated: false },
      disruptionId: row.id,
    })),
  ];
}
