import { HOUR, MINUTE, SECOND } from '../core/clock.ts';
import { ENDS, type End, PASSWORD_LEAST, PASSWORD_MOST } from './schema.ts';

/** How long a session lasts after its sign-in, whatever is asked of it meanwhile: one working day. */
export const SESSION_MS = 12 * HOUR;

/** Without a failure for so long, those before it are forgotten. */
export const FORGET_AFTER_MS = 15 * MINUTE;
const FREE_FAILURES = 4;
const LONGEST_WAIT_MS = 60 * SECOND;

export type SessionState = { endsAt: Date; endedAt: Date | null; endedWhy: string | null; active: boolean };

/** Why a session proves nobody at `now`, or null while it lives. */
export function endOf({ endsAt, endedAt, endedWhy, active }: SessionState, now: Date): End | null {
  if (endedAt) return ENDS.find((end) => end === endedWhy) ?? 'signed-out';
  if (!active) return 'deactivated';
  return endsAt <= now ? 'expired' : null;
}

/** Milliseconds to wait after so many failures: none up to the fourth, then one second that doubles, sixty at most. */
export const waitAfter = (failures: number): number =>
  failures <= FREE_FAILURES ? 0 : Math.min(LONGEST_WAIT_MS, SECOND * 2 ** (failures - FREE_FAILURES - 1));

/** Milliseconds until the next try is read. */
export const waitLeft = ({ failures, lastAt }: { failures: number; lastAt: Date }, now: Date): number =>
  Math.max(0, lastAt.getTime() + waitAfter(failures) - now.getTime());

/** How many failures still count. */
export const countedFailures = ({ failures, lastAt }: { failures: number; lastAt: Date }, now: Date): number =>
  now.getTime() - lastAt.getTime() >= FORGET_AFTER_MS ? 0 : failures;

/** What is wrong with a new password, in words that follow its name, or null. Length is what makes one hard to guess (NIST SP 800-63B). */
export function passwordProblem(password: string, { email, current }: { email: string; current: string }) {
  const plain = password.normalize('NFKC');
  const length = [...plain].length;
  if (length < PASSWORD_LEAST) return `has ${length} characters; ${PASSWORD_LEAST} are the least.`;
  if (length > PASSWORD_MOST) return `has ${length} characters; ${PASSWORD_MOST} are the most.`;
  if (plain.trim().toLowerCase() === email.toLowerCase()) return 'is your email. Choose one that is not.';
  if (plain === current.normalize('NFKC')) return 'is the one you have. Choose another.';
  return null;
}

/**
 * Where an address counts: an IPv4 by itself, also one written as IPv6, and of an IPv6 its first 64 bits, which is what one
 * subscriber is given (RFC 6177).
 */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const middle = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array<string>(middle).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
