import type { CardDecision } from '../../server/decisions/disruptions/schema.ts';
import type { TimelineEntry } from '../../server/decisions/disruptions/timeline/schema.ts';
import { codeWords, decisionWords } from './words.ts';

/** A line of the timeline, as it is drawn. */
export type TimelineLine = {
  /** Names it in the address. */
  key: string;
  at: string;
  words: string;
  /** The number of the revision that it tells of. */
  revision: number | null;
  /** What changed since the revision before. */
  changed: string | null;
  /** What a person wrote, and who. */
  quote: { text: string; by: string } | null;
  decision: CardDecision | null;
  /** An action to look at, where there is one and no decision. */
  actionId: string | null;
  /** The signal it is about. */
  signal: { source: string; id: string } | null;
};

type Revision = Extract<TimelineEntry, { kind: 'revision' }>;

const STATE_WORDS: Record<Revision['state'], string> = {
  open: '',
  decided: '',
  superseded: ', since replaced',
  withdrawn: ', since withdrawn',
};

const line = (key: string, at: string, words: string, more: Partial<TimelineLine> = {}): TimelineLine => ({
  key,
  at,
  words,
  revision: null,
  changed: null,
  quote: null,
  decision: null,
  actionId: null,
  signal: null,
  ...more,
});

function lineOfRevision({ id, at, revision, proposer, title, override, state, changed }: Revision): TimelineLine {
  const verb = override ? 'overrode it with' : 'proposed';
  const code = override ? ` (${codeWords(override.code)})` : '';
  const words = `Revision ${revision}: ${proposer.name} ${verb} “${title}”${code}${STATE_WORDS[state]}.`;
  const quote = override ? { text: override.text, by: proposer.name } : null;
  return line(`proposal-${id}`, at, words, { revision, changed, quote });
}

/** One thing that happened to a case, in words. */
export function lineOf(entry: TimelineEntry): TimelineLine {
  const { at } = entry;
  switch (entry.kind) {
    case 'opened':
      return line('opened', at, 'The case was opened.');
    case 'closed':
      return line('closed', at, `The case closed. ${entry.words}`);
    case 'revision':
      return lineOfRevision(entry);
    case 'seat': {
      const quote = entry.note ? { text: entry.note, by: entry.name } : null;
      const words = `${entry.name} released it, ${entry.nth} of ${entry.needed}.`;
      return line(`seat-${entry.proposalId}-${entry.userId}`, at, words, { quote });
    }
    case 'revoked': {
      const { id, name, words, note } = entry;
      const quote = note ? { text: note, by: name } : null;
      return line(`revoked-${id}`, at, `The approval of ${name} no longer counts: ${name} ${words}.`, { quote });
    }
    case 'decision': {
      const { decision } = entry;
      const by = decision.actors.map(({ name }) => name).join(' and ') || 'policy';
      const quote = decision.reason ? { text: decision.reason, by } : null;
      return line(`decision-${decision.id}`, at, `${decisionWords(decision)}: ${decision.title}.`, { quote, decision });
    }
    case 'note': {
      const { id, words, actionId, signal } = entry.note;
      return line(`note-${id}`, at, words, { actionId, signal });
    }
  }
}
