import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { agentNamed } from '../agents/index.ts';
import { MODELS } from './constants.ts';
import type { AgentView } from './schema.ts';

const WORK = `
  SELECT p.agent AS name, p.agent_version AS version, count(*)::int AS proposals,
         count(*) FILTER (WHERE x.kind IN ('approve', 'reject'))::int AS decided,
         count(*) FILTER (WHERE x.kind = 'approve' AND x.change = 'unchanged')::int AS unchanged,
         count(*) FILTER (WHERE x.kind = 'approve' AND x.change <> 'unchanged')::int AS changed,
         count(*) FILTER (WHERE x.kind = 'reject')::int AS rejected,
         count(*) FILTER (WHERE x.kind IN ('auto', 'deny'))::int AS "byPolicy"
  FROM proposal p JOIN disruption d ON d.id = p.disruption_id LEFT JOIN decision x ON x.proposal_id = p.id
  WHERE $1::text[] IS NULL OR d.region = ANY($1) GROUP BY 1, 2`;

type Work = Omit<AgentView, 'playbook' | 'status'>;
const NONE = { proposals: 0, decided: 0, unchanged: 0, changed: 0, rejected: 0, byPolicy: 0 };

/**
 * listAgents gives every agent of this build and every earlier version that proposed something, with what became of it in the
 * reader's regions.
 * @throws DomainError `forbidden`.
 */
export async function listAgents(db: Database, ctx: Context): Promise<AgentView[]> {
  const { regions } = regionScope(requireRight(ctx.actor, 'model.read'));
  const [{ rows }, models] = await Promise.all([
    db.pool.query<Work>(WORK, [regions]),
    db.prisma.catalogueModel.findMany({
      where: { kind: 'agent' },
      select: { name: true, version: true, status: true },
    }),
  ]);
  const ours = MODELS.filter(({ kind }) => kind === 'agent');
  const same = (a: { name: string; version: string }, b: { name: string; version: string }) =>
    a.name === b.name && a.version === b.version;
  const all = [
    ...ours.map(({ name, version }) => ({ name, version })),
    ...rows.filter((row) => !ours.some((one) => same(one, row))),
  ];
  return all.map(({ name, version }) => ({
    ...NONE,
    ...rows.find((row) => same(row, { name, version })),
    name,
    version,
    playbook: ours.some((one) => one.name === name) ? agentNamed(name).playbook : name,
    status: (models.find((model) => same(model, { name, version }))?.status ?? null) as AgentView['status'],
  }));
}
