import { expect, it } from 'vitest';
import { layoutGraph, NODE } from './layout-graph.ts';

const node = (id: string) => ({
  id,
  kind: 'signal' as const,
  title: id,
  detail: '',
  at: null,
  faded: false,
  href: null,
});
const edge = (from: string, to: string) => ({ from, to, words: '', corrects: false });

it('places what comes of something to the right of it, and nothing over another', () => {
  const nodes = ['a', 'b', 'line', 'case', 'proposal'].map(node);
  const edges = [edge('a', 'line'), edge('b', 'line'), edge('line', 'case'), edge('case', 'proposal')];
  const placed = new Map(layoutGraph({ nodes, edges }).map((one) => [one.id, one]));
  const at = (id: string) => placed.get(id) ?? { x: Number.NaN, y: Number.NaN };
  for (const { from, to } of edges) expect(at(to).x).toBeGreaterThanOrEqual(at(from).x + NODE.width);
  expect(Math.abs(at('a').y - at('b').y)).toBeGreaterThanOrEqual(NODE.height);
  expect(layoutGraph({ nodes, edges })).toEqual(layoutGraph({ nodes, edges }));
});

it('lays a circle of corrections out as well', () => {
  expect(layoutGraph({ nodes: ['a', 'b'].map(node), edges: [edge('a', 'b'), edge('b', 'a')] })).toHaveLength(2);
});
