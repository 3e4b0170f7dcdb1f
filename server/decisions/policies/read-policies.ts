import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { loadPolicySet } from './evaluate-policy.ts';
import type { RuleText } from './rules.ts';
import type { Policies } from './schema.ts';

/** Rules of a stored text; a text that no longer loads has none to show. */
function rulesOf(version: number, text: string): RuleText[] {
  try {
    return [...loadPolicySet(version, text).rules.values()];
  } catch {
    return [];
  }
}

/**
 * Every policy version, newest first, with each rule in plain words beside its text and how often it took part in a decision.
 * @throws DomainError `forbidden` without the right to read policies.
 */
export async function readPolicies(db: Database, ctx: Context): Promise<Policies> {
  requireRight(ctx.actor, 'policy.read');
  const versions = await db.prisma.policy.findMany({ orderBy: { version: 'desc' } });
  const counts = await db.prisma.$queryRawUnsafe<{ version: number; id: string; n: bigint }[]>(
    `SELECT p.policy_version AS version, r->>'id' AS id, count(*) AS n
     FROM decision d JOIN proposal p ON p.id = d.proposal_id, jsonb_array_elements(p.policy_rules) AS r
     GROUP BY 1, 2`,
  );
  const decided = new Map(counts.map((row) => [`${row.version}/${row.id}`, Number(row.n)]));
  return {
    active: versions.find((row) => row.state === 'active')?.version ?? 0,
    versions: versions.map((row) => ({
      version: row.version,
      state: row.state,
      note: row.note,
      text: row.text,
      textHash: Buffer.from(row.textHash).toString('hex'),
      authorId: row.authorId,
      activatedBy: row.activatedBy,
      createdAt: row.createdAt.toISOString(),
      activatedAt: row.activatedAt?.toISOString() ?? null,
      rules: rulesOf(row.version, row.text).map(({ id, effect, rung, words, text }) => ({
        id,
        effect,
        rung,
        words,
        text,
        decided: decided.get(`${row.version}/${id}`) ?? 0,
      })),
    })),
  };
}
