import { listSql, numberSql } from '../../../db/guard-json.ts';
import type { Tx } from '../../../db/transaction.ts';
import type { TimelineCursor } from './schema.ts';

/** Where one thing that happened to a case stands on its timeline. `id` names the row it is told from. */
export type Place = TimelineCursor & {
  kind: 'opened' | 'revision' | 'seat' | 'revoked' | 'decision' | 'note' | 'closed';
};

// Of two at the same instant the later kind stands above: opened, revisions with their seats, decisions, notes, closed.
const PLACES = `
  WITH entry AS (
    SELECT 'opened' AS kind, 0 AS rank, 0 AS revision, 0 AS step, id, opened_at AS at FROM disruption WHERE id = $1
    UNION ALL SELECT 'revision', 1, revision, 0, id, created_at FROM proposal WHERE disruption_id = $1
    UNION ALL SELECT 'seat', 1, p.revision, 1, s.proposal_id || ' ' || s.user_id, s.at
              FROM proposal p JOIN seat s ON s.proposal_id = p.id WHERE p.disruption_id = $1
    UNION ALL SELECT 'revoked', 1, p.revision, 1, r.id, r.revoked_at
              FROM proposal p JOIN revoked_approval r ON r.proposal_id = p.id WHERE p.disruption_id = $1
    UNION ALL SELECT 'decision', 2, 0, 0, id, decided_at FROM decision WHERE disruption_id = $1
    UNION ALL SELECT 'note', 3, 0, 0, id, at FROM case_note WHERE disruption_id = $1
    UNION ALL SELECT 'closed', 4, 0, 0, id, closed_at FROM disruption WHERE id = $1 AND state <> 'open' AND closed_at IS NOT NULL)
  SELECT kind, rank, revision, step, id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
         (count(*) OVER ())::int AS "left"
  FROM entry
  WHERE $2::timestamptz IS NULL OR (at, rank, revision, step, id) < ($2::timestamptz, $3::int, $4::int, $5::int, $6)
  ORDER BY entry.at DESC, rank DESC, revision DESC, step DESC, id DESC
  LIMIT $7::int`;

/**
 * What happened to a case before a place on its timeline, newest first, and how much more there is before that.
 * @param cursor the last place already told; null from the newest on
 */
export async function findPlaces(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  { disruptionId, cursor, limit }: { disruptionId: string; cursor: TimelineCursor | null; limit: number },
): Promise<{ places: Place[]; earlier: number }> {
  const at = cursor ?? { at: null, rank: 0, revision: 0, step: 0, id: '' };
  const rows = await tx.$queryRawUnsafe<(Place & { left: number })[]>(
    PLACES,
    disruptionId,
    at.at,
    at.rank,
    at.revision,
    at.step,
    at.id,
    limit,
  );
  return { places: rows.map(({ left: _, ...place }) => place), earlier: (rows[0]?.left ?? 0) - rows.length };
}

/** One revision as a line of the timeline tells it: without its context and its alternatives. */
export type RevisionHead = {
  id: string;
  revision: number;
  state: string;
  proposerKind: string;
  proposerId: string;
  agent: string;
  overrideCode: string | null;
  overrideText: string | null;
  title: string;
  costUsd: number;
  verdict: string;
  riskScore: number;
  policyVersion: number;
  factsVersion: number;
  seatsNeeded: number;
};

const HEADS = `
  SELECT p.id, p.revision, p.state, p.proposer_kind AS "proposerKind", p.proposer_id AS "proposerId", p.agent,
         p.override_code AS "overrideCode", p.override_text AS "overrideText", coalesce(a.chosen->>'title', p.chosen) AS title,
         coalesce(${numberSql('a.chosen', 'costUsd')}, 0) AS "costUsd", p.verdict, p.risk_score AS "riskScore",
         p.policy_version AS "policyVersion", p.facts_version AS "factsVersion", p.seats_needed AS "seatsNeeded"
  FROM proposal p
  LEFT JOIN LATERAL (
    SELECT alternative AS chosen FROM ${listSql('p.alternatives')} AS alternative
    WHERE alternative->>'key' = p.chosen LIMIT 1) a ON true
  WHERE p.disruption_id = $1 AND p.revision = ANY($2::int[])`;

/** Revisions of a case by their numbers. */
export async function findHeads(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  disruptionId: string,
  revisions: readonly number[],
): Promise<Map<number, RevisionHead>> {
  if (!revisions.length) return new Map();
  const rows = await tx.$queryRawUnsafe<RevisionHead[]>(HEADS, disruptionId, [...revisions]);
  return new Map(rows.map((row) => [row.revision, row]));
}
