import type { CardDecision } from '../../server/decisions/disruptions/schema.ts';
import { OVERRIDE_CODES, REJECT_CODES } from '../../server/decisions/proposals/constants.ts';
import type { Verdict } from '../../server/decisions/proposals/schema.ts';

/** Who releases a proposal at each rung, as it stands beside a before and an after. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  auto: 'auto, by policy',
  approve: 'one person',
  escalate: 'several people',
  deny: 'denied',
};

type Decision = CardDecision;

const namesOf = (actors: Decision['actors']): string =>
  actors.length > 0 ? actors.map((actor) => actor.name).join(' and ') : 'policy';

const AS: Record<Decision['change'], string> = {
  unchanged: '',
  modified: ', as modified',
  overridden: ', as overridden',
};

/** decisionWords says who decided what: "Approved by Ann, as modified", "Released by policy alone", "Rejected by Ann". */
export function decisionWords({ kind, change, actors }: Pick<Decision, 'kind' | 'change' | 'actors'>): string {
  if (kind === 'deny') return 'Denied by policy';
  if (kind === 'reject') return `Rejected by ${namesOf(actors)}`;
  return `${kind === 'auto' ? 'Released by policy alone' : `Approved by ${namesOf(actors)}`}${AS[change]}`;
}

const CODES: Record<string, string> = { ...OVERRIDE_CODES, ...REJECT_CODES };

/** codeWords gives the sentence of a stored reason code, or the code itself when a later release has dropped it. */
export const codeWords = (code: string): string => CODES[code] ?? code;
