import { MINUTE } from '../../core/clock.ts';
import type { KeyScope } from '../../core/context.ts';

/** What a key is for, in words: "send", "send and read (emea)". */
export function grantWords(scopes: readonly KeyScope[], regions: readonly string[]): string {
  const where = regions.includes('*') ? 'every region' : regions.join(', ');
  return `${scopes.join(' and ')}${where ? ` (${where})` : ''}`;
}

/** What is known of a key when somebody wants to change it. */
export type KeyStanding = { expiresAt: Date | null; revokedAt: Date | null };

/** Whether a key opens the machine API at an instant of wall time. */
export const isLive = ({ expiresAt, revokedAt }: KeyStanding, now: Date): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now);

/** When a key stops working once a newer one has taken its place: never later than it would have anyway. */
export function expiryOf(key: KeyStanding, now: Date, graceMinutes: number): Date {
  const end = new Date(now.getTime() + graceMinutes * MINUTE);
  return key.expiresAt && key.expiresAt < end ? key.expiresAt : end;
}

/** Why a version of a contract cannot be stopped or taken up again now, or null. */
export function contractRefusal(
  to: 'active' | 'retired',
  row: { state: string; version: number },
  all: readonly { state: string; version: number }[],
): string | null {
  if (to === 'retired') return row.state === 'active' ? null : `Version ${row.version} is not active.`;
  if (row.state !== 'retired') return `Version ${row.version} is ${row.state}.`;
  const newest = Math.max(...all.filter(({ state }) => state !== 'draft').map(({ version }) => version));
  if (row.version !== newest) return `Only the newest version can be taken up again; that is version ${newest}.`;
  return null;
}
