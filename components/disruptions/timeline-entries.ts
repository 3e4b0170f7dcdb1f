import type { Card } from '../../server/decisions/disruptions/schema.ts';
import type { ProposalView } from '../../server/decisions/proposals/schema.ts';
import { codeWords, decisionWords } from './words.ts';

/** One thing that happened to the case, on the wall clock. */
export type TimelineEntry = {
  key: string;
  at: string;
  words: string;
  /** What a person wrote, and who. */
  quote: { text: string; by: string } | null;
  decision: Card['decisions'][number] | null;
  /** An action to look at, where there is one and no decision. */
  actionId?: string | null;
  /** The signal it is about. */
  signal?: { source: string; id: string } | null;
};

const STATE_WORDS: Record<ProposalView['state'], string> = {
  open: '',
  decided: '',
  superseded: ', since replaced',
  withdrawn: ', since withdrawn',
};

function ofProposal(proposal: ProposalView): TimelineEntry[] {
  const { id, revision, proposer, createdAt, override, gate, state } = proposal;
  const title = proposal.alternatives.find((a) => a.key === proposal.chosen)?.title ?? proposal.chosen;
  const verb = override ? 'overrode it with' : 'proposed';
  const code = override ? ` (${codeWords(override.code)})` : '';
  return [
    {
      key: `proposal-${id}`,
      at: createdAt,
      words: `Revision ${revision}: ${proposer.name} ${verb} “${title}”${code}${STATE_WORDS[state]}.`,
      quote: override ? { text: override.text, by: proposer.name } : null,
      decision: null,
    },
    ...gate.seats.map((seat, index) => ({
      key: `seat-${id}-${seat.userId}`,
      at: seat.at,
      words: `${seat.name} released it, ${index + 1} of ${gate.seatsNeeded}.`,
      quote: seat.note ? { text: seat.note, by: seat.name } : null,
      decision: null,
    })),
  ];
}

/**
 * timelineEntries puts all that happened to a case in one order, newest first: opened, each revision, each seat given,
 * each decision, each note, closed. Of two at the same instant the later kind stands first.
 */
export function timelineEntries(card: Card): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    { key: 'opened', at: card.openedAt, words: 'The case was opened.', quote: null, decision: null },
    ...[...card.history].reverse().flatMap(ofProposal),
    ...(card.proposal ? ofProposal(card.proposal) : []),
    ...[...card.decisions]
      .sort((a, b) => Date.parse(a.decidedAt) - Date.parse(b.decidedAt))
      .map((decision) => ({
        key: `decision-${decision.id}`,
        at: decision.decidedAt,
        words: `${decisionWords(decision)}: ${decision.title}.`,
        quote: decision.reason
          ? { text: decision.reason, by: decision.actors.map((a) => a.name).join(' and ') || 'policy' }
          : null,
        decision,
      })),
    ...[...card.notes].reverse().map(({ id, at, words, actionId, signal }) => ({
      key: `note-${id}`,
      at,
      words,
      quote: null,
      decision: null,
      actionId,
      signal,
    })),
    ...(card.closed
      ? [
          {
            key: 'closed',
            at: card.closed.at,
            words: `The case closed. ${card.closed.words}`,
            quote: null,
            decision: null,
          },
        ]
      : []),
  ];
  return entries
    .map((entry, place) => ({ entry, place }))
    .sort((a, b) => Date.parse(b.entry.at) - Date.parse(a.entry.at) || b.place - a.place)
    .map(({ entry }) => entry);
}
