import { Graph, layout } from '@dagrejs/dagre';
import type { Lineage } from '../../server/events/lineage/schema.ts';

/** Pixels of a node, by which the layers are laid out. */
export const NODE = { width: 232, height: 68 };

export type Placed = { id: string; x: number; y: number };

/**
 * Places nodes in layers from the facts at the left to the outcome at the right, so that few edges cross. The same graph gives
 * the same places. Pure.
 * @returns the top left corner of each node, in pixels.
 */
export function layoutGraph({ nodes, edges }: Pick<Lineage, 'nodes' | 'edges'>): Placed[] {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 20, ranksep: 72, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { ...NODE });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  return nodes.map(({ id }) => {
    const { x, y } = graph.node(id);
    return { id, x: x - NODE.width / 2, y: y - NODE.height / 2 };
  });
}
