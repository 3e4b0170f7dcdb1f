import { expect, test } from 'vitest';
import { ALTERNATIVE_KEYS, alternativeSchema, sagaSchema } from './schema.ts';

/** An alternative as the first release stored it, word for word. */
const STORED = `{"key":"expedite","title":"Expedite 3,200 packs by air","costUsd":18900,"arrival":{"expected":"2009-05-14T00:00:00.000Z","earliest":"2009-05-12T00:00:00.000Z","latest":"2009-05-16T00:00:00.000Z"},"service":{"linesInTime":0.9,"lines":1,"words":"90 % chance of coming in time"},"riskLeftUsd":31040,"missProbability":0.1,"reversible":{"kind":"partly","untilHours":12,"feeUsd":400,"words":"The booking can be cancelled until pick-up."},"switchesSupplier":false,"saga":{"name":"expedite-by-air","input":{"shipment":"ASN-6","orderNumber":"PO-1","supplier":"Omega","toSupplier":null,"item":"Kit","origin":"Leeds","destination":"Nigeria","mode":"air","quantity":3200,"lines":[{"orderNumber":"PO-1","lineNumber":"1","item":"Kit","quantity":3200}],"weightKg":480,"arrival":"2009-05-14T00:00:00.000Z","previousArrival":"2009-05-30T00:00:00.000Z","customers":["Ministry"],"costUsd":18900}},"sums":[{"label":"Freight","working":"480 kg × $6.31/kg","result":"$3,029"}],"parameters":{"quantity":{"value":3200,"min":1,"max":3200},"mode":{"value":"air","options":["air"]},"date":{"value":"2009-05-14","min":"2009-05-10","max":"2009-06-01"},"supplier":null},"unavailable":null}`;

test('an alternative of the first release reads back unchanged', () => {
  expect(alternativeSchema.parse(JSON.parse(STORED))).toEqual(JSON.parse(STORED));
});

test('a stored action of the first release is told apart by the name of its saga', () => {
  const { input } = JSON.parse(STORED).saga;
  for (const name of ['expedite-by-air', 'split-to-supplier'] as const) {
    expect(sagaSchema.parse({ name, input })).toEqual({ name, input });
  }
  expect(sagaSchema.safeParse({ name: 'hold-goods', input }).success).toBe(false);
});

test('the words of the first release keep their names', () => {
  expect(ALTERNATIVE_KEYS.slice(0, 3)).toEqual(['wait', 'expedite', 'split']);
});
