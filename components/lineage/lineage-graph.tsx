'use client';

import '@xyflow/react/dist/base.css';
import {
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { Lineage, LineageNode } from '../../server/events/lineage/schema.ts';
import { Link } from '../ui/link.tsx';
import { layoutGraph, NODE } from './layout-graph.ts';
import styles from './lineage.module.css';
import { KIND_WORDS } from './words.ts';

type Drawn = Node<LineageNode & { start: boolean }>;

const NODE_TYPES = { thing: Thing };

/** The lineage as a graph in layers, facts at the left, the outcome at the right. Each node leads to its page; Tab reaches it. */
export function LineageGraph({ lineage }: { lineage: Lineage }) {
  const { nodes, edges } = useMemo(() => draw(lineage), [lineage]);
  const rows = Math.max(...nodes.map(({ position }) => position.y)) + NODE.height;
  return (
    <section
      className={styles.graph}
      style={{ height: Math.min(560, Math.max(220, rows + 48)) }}
      aria-label="Lineage graph"
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        fitView
        fitViewOptions={{ maxZoom: 1, minZoom: 0.55 }}
        minZoom={0.2}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        // A node that Tab reaches is brought into sight.
        autoPanOnNodeFocus
      >
        <Background gap={20} />
        <Controls showInteractive={false} position="bottom-left" />
      </ReactFlow>
    </section>
  );
}

function draw({ start, nodes, edges }: Lineage): { nodes: Drawn[]; edges: Edge[] } {
  const places = new Map(layoutGraph({ nodes, edges }).map(({ id, x, y }) => [id, { x, y }]));
  return {
    nodes: nodes.map((node) => ({
      id: node.id,
      type: 'thing',
      position: places.get(node.id) ?? { x: 0, y: 0 },
      data: { ...node, start: node.id === start },
      ...NODE,
    })),
    edges: edges.map(({ from, to, words, corrects }) => ({
      id: `${from} ${to}`,
      source: from,
      target: to,
      label: words,
      className: corrects ? styles.correction : undefined,
      markerEnd: { type: MarkerType.ArrowClosed },
    })),
  };
}

function Thing({ data }: NodeProps<Drawn>) {
  const { kind, title, detail, href, start, faded } = data;
  const words = (
    <>
      <span className={styles.kind}>{KIND_WORDS[kind]}</span>
      <span className={styles.title}>{title}</span>
      <span className={styles.quiet}>{detail}</span>
    </>
  );
  return (
    <>
      <Handle type="target" position={Position.Left} className={styles.handle} isConnectable={false} />
      {href ? (
        <Link
          className={styles.node}
          href={href}
          data-kind={kind}
          data-faded={faded || undefined}
          aria-current={start ? 'true' : undefined}
          title={`${title}. ${detail}`}
        >
          {words}
        </Link>
      ) : (
        <div className={styles.node} data-kind={kind} data-faded={faded || undefined} title={`${title}. ${detail}`}>
          {words}
        </div>
      )}
      <Handle type="source" position={Position.Right} className={styles.handle} isConnectable={false} />
    </>
  );
}
