import type { Database } from '../db/client.ts';

type Node = {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
};

/** How PostgreSQL carries a query out: its indexes, the tables it reads whole, and how many rows it looked at to answer. */
export type Explained = { indexes: string[]; wholeTables: string[]; rowsRead: number };

/** Runs a query under EXPLAIN ANALYZE. What it looks at depends on the data alone, never on how busy the machine is. */
export async function explain(db: Database, text: string, values: readonly unknown[]): Promise<Explained> {
  const { rows } = await db.pool.query(`EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${text}`, [...values]);
  const nodes: Node[] = [];
  const visit = (node: Node): void => {
    nodes.push(node);
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(rows[0]['QUERY PLAN'][0].Plan);
  const scans = nodes.filter((node) => node['Node Type'].includes('Scan'));
  const looked = (node: Node): number =>
    ((node['Actual Rows'] ?? 0) +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0)) *
    (node['Actual Loops'] ?? 0);
  return {
    indexes: [...new Set(scans.flatMap((node) => node['Index Name'] ?? []))],
    wholeTables: scans.flatMap((node) => (node['Node Type'].endsWith('Seq Scan') ? (node['Relation Name'] ?? []) : [])),
    rowsRead: scans.reduce((sum, node) => sum + looked(node), 0),
  };
}
