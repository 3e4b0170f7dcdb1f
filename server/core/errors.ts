/** Every way a verb can refuse. The one HTTP and tRPC mapping is in server/api/errors.ts. */
export type ErrorCode =
  | 'invalid' // the input does not parse or breaks a bound
  | 'unauthenticated'
  | 'forbidden' // the actor lacks the right, the region or the independence
  | 'not_found'
  | 'wrong_method' // the address is known, and takes other methods
  | 'conflict' // somebody else was faster, or the facts moved
  | 'other_person' // the page was made for somebody else than who is signed in now
  | 'too_late' // the window for this step has passed
  | 'too_large'
  | 'too_slow' // the body did not arrive at a pace that can be waited for
  | 'unsupported'
  | 'unprocessable' // understood, but it contradicts what was said before
  | 'too_many' // more than this caller may send: try again later
  | 'busy' // try again later
  | 'unavailable'; // a part this needs is down

/** Why exactly an act was refused, where the record should tell it apart from others of its code. */
export type RefusalReason =
  | 'right' // none of the roles holds the right
  | 'authority' // the role is below what this asks for
  | 'every-region' // it concerns more regions than the person's
  | 'own-proposal' // four eyes
  | 'approved-already'
  | 'decided' // somebody was faster
  | 'closed' // the case has ended
  | 'replaced' // by a newer proposal
  | 'not-shown' // the screen showed something else
  | 'facts-moved';

/**
 * A refusal with a sentence for the person: what happened and what to do next.
 * `fields` names the offending inputs; `detail` carries data a screen can show (for example what changed).
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly more: {
      fields?: Record<string, string>;
      detail?: unknown;
      retryAfterSeconds?: number;
      reason?: RefusalReason | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
  }
}

export const invalid = (message: string, fields?: Record<string, string>) =>
  new DomainError('invalid', message, fields ? { fields } : {});
export const forbidden = (message: string, reason?: RefusalReason) => new DomainError('forbidden', message, { reason });
export const notFound = (what: string) =>
  new DomainError('not_found', `${what} does not exist or is outside your regions.`);
export const conflict = (message: string, detail?: unknown) => new DomainError('conflict', message, { detail });
export const tooLate = (message: string) => new DomainError('too_late', message);
