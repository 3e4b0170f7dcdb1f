import type { z } from 'zod';
import { deliveryRecorded, priceQuoteSent, purchaseOrderSent } from '../contracts/index.ts';
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
