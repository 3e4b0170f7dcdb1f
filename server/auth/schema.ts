import { z } from 'zod';

export const PASSWORD_LEAST = 12;
export const PASSWORD_MOST = 200;

/** Why a session ended. */
export const ENDS = [
  'signed-out',
  'signed-out-everywhere',
  'password-changed',
  'deactivated',
  'replaced', // somebody signed in with the same browser
  'expired',
] as const;
export type End = (typeof ENDS)[number];

/** What a person is told whose session has ended. */
export const END_WORDS: Record<End, string> = {
  'signed-out': 'You were signed out. Sign in again to go on.',
  'signed-out-everywhere': 'You were signed out everywhere. Sign in again to go on.',
  'password-changed': 'Your password was changed, which ended your other sessions. Sign in with the new one.',
  deactivated: 'This account was switched off. Ask your administrator.',
  replaced: 'Somebody else signed in with this browser. Sign in again to go on.',
  expired: 'A session lasts twelve hours, and yours is over. Sign in again to go on.',
};

const given = z.string().min(1, 'is missing').max(1_000, 'is too long');
/** The password a person has, and the one they want. Rules for the latter are in `passwordProblem`. */
export const changePasswordInput = z.object({ current: given, next: given });

/** A session as its own person sees it. Times are ISO 8601, UTC. */
export const sessionView = z.object({
  id: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  endsAt: z.string(),
  address: z.string(),
  browser: z.string(),
  current: z.boolean().describe('The one that asks'),
});
