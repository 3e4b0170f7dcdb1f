import { QUARANTINE_REASONS } from '../../server/events/formats/constants.ts';

/** The types of signal this release reads, by what they say. */
export const SIGNAL_TYPES = {
  'purchase-order.sent': 'order sent',
  'price-quote.sent': 'quote sent',
  'delivery.recorded': 'delivery recorded',
  'clock.advanced': 'clock moved on',
} as const;

/** A type in words; one we do not know stays as it was written. */
export const typeWords = (type: string): string => (SIGNAL_TYPES as Record<string, string>)[type] ?? type;

/** Why a signal was kept apart, as a sentence; a reason of a newer server stays as it was written. */
export function reasonWords(reason: string): string {
  const words = (QUARANTINE_REASONS as Record<string, string>)[reason];
  return words ? `${words[0]?.toUpperCase()}${words.slice(1)}.` : reason;
}
