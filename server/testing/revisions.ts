import type { Pool } from 'pg';

/**
 * Gives a case as many revisions as asked for, each but the newest replaced and decided: copies of the one it has, a minute apart,
 * the newest in the state in which that was.
 * @param upTo number of the newest revision
 */
export async function reviseOften(pool: Pick<Pool, 'query'>, disruptionId: string, upTo: number): Promise<void> {
  const { rows } = await pool.query<{ revision: number; state: string }>(
    `WITH newest AS (SELECT id, revision, state FROM proposal WHERE disruption_id = $1 ORDER BY revision DESC LIMIT 1)
     UPDATE proposal p SET state = 'superseded' FROM newest n WHERE p.id = n.id RETURNING n.revision, n.state`,
    [disruptionId],
  );
  const { revision, state } = rows[0] ?? { revision: 0, state: '' };
  await pool.query(
    `INSERT INTO proposal
     SELECT (jsonb_populate_record(p, jsonb_build_object(
       'id', gen_random_uuid(), 'revision', n, 'state', CASE WHEN n = $3 THEN $4 ELSE 'superseded' END,
       'risk_score', n % 100, 'facts_version', n, 'created_at', p.created_at + (n - $2) * interval '1 minute'))).*
     FROM proposal p, generate_series($2::int + 1, $3::int) AS n WHERE p.disruption_id = $1 AND p.revision = $2`,
    [disruptionId, revision, upTo, state],
  );
  await pool.query(
    `INSERT INTO decision (id, proposal_id, disruption_id, kind, change, actors, policy_version, verdict, region, decided_at, world_at)
     SELECT gen_random_uuid(), p.id, d.id, 'auto', 'unchanged', '[]', p.policy_version, 'auto', d.region,
            p.created_at + interval '1 second', p.world_at
     FROM proposal p JOIN disruption d ON d.id = p.disruption_id
     WHERE d.id = $1 AND p.state = 'superseded' AND NOT EXISTS (SELECT FROM decision x WHERE x.proposal_id = p.id)`,
    [disruptionId],
  );
}
