import type { LineageEdge, LineageNode } from './schema.ts';

export type Graph = { nodes: LineageNode[]; edges: LineageEdge[] };

/** Every node that can be reached from one, itself among them: along the edges, or against them. Pure. */
export function reachable(edges: readonly LineageEdge[], from: string, direction: 'forward' | 'back'): Set<string> {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const [near, far] = direction === 'forward' ? [edge.from, edge.to] : [edge.to, edge.from];
    next.set(near, [...(next.get(near) ?? []), far]);
  }
  const seen = new Set([from]);
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const node of next.get(at) ?? []) {
      if (seen.has(node)) continue;
      seen.add(node);
      open.push(node);
    }
  }
  return seen;
}

/** The part of a graph that led to a node or came of it, with the edges among those. Pure. */
export function focusOn({ nodes, edges }: Graph, start: string): Graph {
  const back = reachable(edges, start, 'back');
  const forward = reachable(edges, start, 'forward');
  const within = ({ from, to }: LineageEdge) =>
    (back.has(from) && back.has(to)) || (forward.has(from) && forward.has(to));
  return { nodes: nodes.filter(({ id }) => back.has(id) || forward.has(id)), edges: edges.filter(within) };
}

/**
 * Puts the oldest of many signals that lead to the same things into one node that says how many. The start and whatever takes
 * part in a correction stay. Pure.
 * @param shown signals of one group that stay apart.
 */
export function foldSignals({ nodes, edges }: Graph, start: string, shown: number): Graph {
  const special = new Set(edges.flatMap(({ from, to, corrects }) => (corrects ? [from, to] : [])));
  const groups = new Map<string, LineageNode[]>();
  for (const node of nodes) {
    if (node.kind !== 'signal' || node.id === start || special.has(node.id)) continue;
    const targets = edges.filter(({ from }) => from === node.id).map(({ to }) => to);
    const key = targets.sort().join('\n');
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const folded = new Map<string, string>();
  const added: Graph = { nodes: [], edges: [] };
  for (const [key, members] of groups) {
    if (members.length <= shown) continue;
    const old = members.sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1)).slice(0, members.length - shown + 1);
    const id = `more:${key}`;
    for (const member of old) folded.set(member.id, id);
    const detail = `The oldest of ${members.length}; the list of signals holds them all.`;
    added.nodes.push({ ...blank, id, title: `${old.length} more signals`, detail, at: old[0]?.at ?? null });
    for (const to of key.split('\n').filter(Boolean))
      added.edges.push({ from: id, to, words: 'tell of', corrects: false });
  }
  return {
    nodes: [...nodes.filter(({ id }) => !folded.has(id)), ...added.nodes],
    edges: [...edges.filter(({ from }) => !folded.has(from)), ...added.edges],
  };
}

/**
 * Puts all but the newest of the answers that were superseded and led to nothing into one node that says how many. Pure.
 * @param shown of them that stay apart, for each case.
 */
export function foldProposals({ nodes, edges }: Graph, start: string, shown: number): Graph {
  const leading = new Set(edges.map(({ from }) => from));
  const folded = new Set<string>();
  const added: Graph = { nodes: [], edges: [] };
  for (const { id: from } of nodes.filter(({ kind }) => kind === 'disruption')) {
    const answers = new Set(edges.filter((edge) => edge.from === from).map(({ to }) => to));
    const old = nodes
      .filter(
        ({ id, kind, faded }) => kind === 'proposal' && faded && answers.has(id) && !leading.has(id) && id !== start,
      )
      .sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))
      .slice(0, -shown);
    if (old.length < 2) continue;
    for (const { id } of old) folded.add(id);
    const id = `more:${from}`;
    const detail = 'Superseded as the facts moved; the timeline of the case tells of each.';
    const href = `/disruptions/${from.slice(from.indexOf(':') + 1)}`;
    added.nodes.push({ ...blank, id, title: `${old.length} earlier proposals`, detail, at: old[0]?.at ?? null, href });
    added.edges.push({ from, to: id, words: 'answered by', corrects: false });
  }
  return {
    nodes: [...nodes.filter(({ id }) => !folded.has(id)), ...added.nodes],
    edges: [...edges.filter(({ to }) => !folded.has(to)), ...added.edges],
  };
}

const blank = { kind: 'more' as const, faded: false, href: '/signals' };
