import { QUARANTINE_REASONS } from '../../server/events/formats/constants.ts';

/** A type in words: "purchase-order.sent" is "purchase order sent". */
export const typeWords = (type: string): string => type.replaceAll(/[-.]/g, ' ');

/** Why a signal was kept apart, as a sentence; a reason of a newer server stays as it was written. */
export function reasonWords(reason: string): string {
  const words = (QUARANTINE_REASONS as Record<string, string>)[reason];
  return words ? `${words[0]?.toUpperCase()}${words.slice(1)}.` : reason;
}

/** Reasons to choose from. */
export const REASONS = Object.keys(QUARANTINE_REASONS);
