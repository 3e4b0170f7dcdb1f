import type { z } from 'zod';
import { clockAdvanced, deliveryRecorded, priceQuoteSent, purchaseOrderSent } from '../contracts/index.ts';
import { type LineFact, toldInstant } from './rules.ts';
import type { EvaluatedSignal } from './schema.ts';

type Told = Pick<EvaluatedSignal, 'seq' | 'source' | 'id' | 'type' | 'eventAt' | 'recordedAt' | 'data'>;

/**
 * What a stored signal says about a line, or null when its type speaks of none. Stored JSON is parsed again on its way out.
 * @throws ZodError when a stored signal does not fit its contract, which acceptance rules out.
 */
export function readLineFact(signal: Told): LineFact | null {
  const common = {
    seq: signal.seq,
    source: signal.source,
    id: signal.id,
    eventAt: signal.eventAt,
    toldAt: signal.recordedAt,
  };
  switch (signal.type) {
    case purchaseOrderSent.type:
      return {
        ...common,
        line: purchaseOrderSent.schema.parse(signal.data).line,
        announcedBy: 'order',
        delivery: null,
      };
    case priceQuoteSent.type:
      return { ...common, line: priceQuoteSent.schema.parse(signal.data).line, announcedBy: 'quote', delivery: null };
    case deliveryRecorded.type: {
      const data = deliveryRecorded.schema.parse(signal.data);
      return { ...common, line: data.line, announcedBy: null, delivery: deliveryOf(data, signal.recordedAt) };
    }
    default:
      return null;
  }
}

/** `recordedOn` is for people; the record time of the signal is what moves world time, so detection measures by that. */
const deliveryOf = (
  data: z.infer<typeof deliveryRecorded.schema>,
  recordedAt: Date,
): NonNullable<LineFact['delivery']> => ({
  deliveredAt: toldInstant(data.deliveredOn),
  recordedAt,
  weightKg: data.weightKg,
  freight: data.freight,
});

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const day = (told: string) => told.slice(0, 10);

/** One plain sentence of what a signal says. */
export function signalWords(signal: Pick<EvaluatedSignal, 'type' | 'recordedAt' | 'data'>): string {
  if (signal.type === clockAdvanced.type)
    return `Nothing further to report up to ${signal.recordedAt.toISOString().slice(0, 10)}.`;
  const delivered = deliveryRecorded.schema.safeParse(signal.data);
  if (signal.type === deliveryRecorded.type && delivered.success) {
    const { line, deliveredOn, recordedOn } = delivered.data;
    const when = day(deliveredOn) === day(recordedOn) ? '' : ` and recorded on ${day(recordedOn)}`;
    return `Line ${line.lineNumber} (${whole.format(line.quantity)} × ${line.item}) was delivered to ${line.destination} on ${day(deliveredOn)}${when}; it was due on ${day(line.scheduledDelivery)}.`;
  }
  const ordered = purchaseOrderSent.schema.safeParse(signal.data);
  if (!ordered.success) return `A signal of type ${signal.type}.`;
  const { line } = ordered.data;
  const what = `${whole.format(line.quantity)} × ${line.item}, worth $${whole.format(line.value)}, due in ${line.destination} on ${day(line.scheduledDelivery)}`;
  return signal.type === priceQuoteSent.type
    ? `Line ${line.lineNumber} was quoted to ${line.customer}: ${what}.`
    : `Line ${line.lineNumber} was ordered from ${line.supplier}: ${what}.`;
}
