import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPart, writePart } from '../signals/constants.ts';
import { describeThing } from './describe-thing.ts';
import type { LineageEdge, LineageNode } from './schema.ts';
import { foldProposals, reachable } from './walk-graph.ts';

describe('a part of an address', () => {
  it('is read back as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const part = writePart(text);
        expect(readPart(part)).toBe(text);
        // What a browser makes of the address before it asks for it.
        expect(new URL(`https://x/signals/${part}/y`).pathname).toBe(
          `/signals/${part.replaceAll("'", '%27')}/y`.replaceAll('%27', "'"),
        );
      }),
    );
  });
  it.each(['.', '..', '~', '~x', 'quarantine', '/a/b', 'a%2Fb', 'ü?#'])('%s', (text) => {
    const part = writePart(text);
    expect([readPart(part), new URL(`https://x/signals/${part}/y`).pathname.split('/').length]).toEqual([text, 4]);
    expect(part).not.toBe('quarantine');
  });
  it('that is no percent-encoding is refused', () => expect(readPart('%E0%A4%A')).toBeNull());
});

describe('a walk', () => {
  const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
  it('forward from one node reaches another exactly when back from that reaches the first', () => {
    fc.assert(
      fc.property(edges, fc.nat(9), fc.nat(9), (pairs, a, b) => {
        const list = pairs.map(
          ([from, to]): LineageEdge => ({ from: `${from}`, to: `${to}`, words: '', corrects: false }),
        );
        expect(reachable(list, `${a}`, 'forward').has(`${b}`)).toBe(reachable(list, `${b}`, 'back').has(`${a}`));
      }),
    );
  });
});

it.each([
  ['/erp|ASN-1', 'Shipment ASN-1'],
  ['|stock|Kits%7C30|Nairobi', 'Stock: Kits|30, Nairobi'],
  ['|po|PO-1|2', 'Order line: PO-1, 2'],
  ['|sensor|', 'Sensor'],
])('%s is %s', (key, words) => expect(describeThing(key)).toBe(words));

it('folds the answers that led to nothing, but never the start', () => {
  const node = (id: string, kind: LineageNode['kind'], faded: boolean, at: string): LineageNode => ({
    id,
    kind,
    title: id,
    detail: '',
    at,
    faded,
    href: null,
  });
  const old = Array.from({ length: 6 }, (_, n) => node(`proposal:${n}`, 'proposal', true, `${n}`));
  const nodes = [node('disruption:d', 'disruption', false, ''), ...old, node('proposal:new', 'proposal', false, '9')];
  const edges = nodes
    .slice(1)
    .map(({ id }): LineageEdge => ({ from: 'disruption:d', to: id, words: '', corrects: false }));
  edges.push({ from: 'proposal:1', to: 'decision:x', words: '', corrects: false });
  const folded = foldProposals({ nodes, edges }, 'proposal:0', 2);
  expect(folded.nodes.map(({ id }) => id)).toEqual([
    'disruption:d',
    'proposal:0',
    'proposal:1',
    'proposal:4',
    'proposal:5',
    'proposal:new',
    'more:disruption:d',
  ]);
  expect(folded.edges.filter(({ to }) => to === 'more:disruption:d')).toHaveLength(1);
});
