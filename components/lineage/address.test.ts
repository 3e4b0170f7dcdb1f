import { expect, it } from 'vitest';
import type { LineageStart } from '../../server/events/lineage/schema.ts';
import { lineageHref, readStart } from './address.ts';

const id = '01a20477-88a7-74b9-8185-a766afcd9ee9';
const starts: LineageStart[] = [
  { kind: 'signal', source: '/a/b', id: 'x y%/:?' },
  { kind: 'disruption', id },
  { kind: 'proposal', id },
  { kind: 'decision', id },
  { kind: 'action', id },
];
it.each(starts)('$kind is read back as it was written', (start) => {
  const from = new URL(lineageHref(start), 'https://x').searchParams.get('from');
  expect(readStart(from ?? '')).toEqual(start);
});
it.each(['', 'signal:x', 'signal:a/b/c', 'action:1', 'policy:12'])('"%s" is no start', (from) =>
  expect(readStart(from)).toBeNull(),
);
