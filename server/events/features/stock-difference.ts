import { figure } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { stockDifferenceSchema } from './schema.ts';

/** stock.difference v1. */
export const stockDifference = defineFeature({
  name: 'stock.difference',
  version: 1,
  subject: 'item, site and unit',
  unit: 'units counted beyond the ledger; negative where some are missing',
  definition: 'How far the newest count by hand lies from the ledger: counted less booked.',
  computedFrom: 'The newest count by hand and the newest count of the books, each with what moved since.',
  owner: 'warehousing',
  parse: (value) => stockDifferenceSchema.parse(value),
  compute: ({ stock }) => {
    if (!stock) return [];
    const { ledger, physical, item, site, unit } = stock;
    return [
      {
        subject: [item, site, unit],
        value: {
          ledger: ledger.quantity,
          counted: physical.quantity,
          difference: physical.quantity - ledger.quantity,
          ledgerSignal: { source: ledger.source, id: ledger.signalId },
          countedSignal: { source: physical.source, id: physical.signalId },
        },
        n: 2,
      },
    ];
  },
  wordsOf: ({ ledger, counted, difference }) =>
    `${difference > 0 ? '+' : difference < 0 ? '−' : ''}${figure(Math.abs(difference))}: counted ${figure(counted)}, ledger ${figure(ledger)}`,
});
