import { DomainError } from '../../core/errors.ts';
import { BODY_BUDGETS } from './constants.ts';

export type BodyKind = keyof typeof BODY_BUDGETS;

export type BodyBudget = {
  /** Why so many more bytes of this owner cannot be held now, or null when they can. */
  refusal(owner: string, bytes: number): DomainError | null;
  /** Charges an owner. @returns the refusal when they cannot be held; then nothing is charged. */
  take(owner: string, bytes: number): DomainError | null;
  give(owner: string, bytes: number): void;
  /** Bytes that are held now. */
  used(): number;
};

export type BodyBudgets = Record<BodyKind, BodyBudget>;

/** Bytes of bodies by who sent them: at most `total` together, at most `share` of one. */
export function openBudget({ total, share }: { total: number; share: number }): BodyBudget {
  let used = 0;
  const byOwner = new Map<string, number>();
  const refusal = (owner: string, bytes: number): DomainError | null => {
    const own = byOwner.get(owner) ?? 0;
    const more = { retryAfterSeconds: 1 };
    if (own + bytes > share) {
      const words = `You have as much under way as you may, ${Math.floor(share / 1024 / 1024)} MB.`;
      return new DomainError('busy', `${words} Send this again when some of it is answered.`, more);
    }
    return used + bytes > total
      ? new DomainError('busy', 'Too much is under way. Send this again in a moment.', more)
      : null;
  };
  return {
    refusal,
    take: (owner, bytes) => {
      const refused = refusal(owner, bytes);
      if (refused) return refused;
      used += bytes;
      byOwner.set(owner, (byOwner.get(owner) ?? 0) + bytes);
      return null;
    },
    give: (owner, bytes) => {
      used -= bytes;
      const left = (byOwner.get(owner) ?? 0) - bytes;
      if (left > 0) byOwner.set(owner, left);
      else byOwner.delete(owner);
    },
    used: () => used,
  };
}

/** The budgets of one process, a kind of body each, so that a large file is no reason to refuse a signal. */
export const openBudgets = (
  limits: Record<BodyKind, { total: number; share: number }> = BODY_BUDGETS,
): BodyBudgets => ({
  signals: openBudget(limits.signals),
  files: openBudget(limits.files),
  pages: openBudget(limits.pages),
});
