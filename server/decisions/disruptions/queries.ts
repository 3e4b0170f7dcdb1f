import { inScope, type RegionScope } from '../../auth/rights.ts';
import { notFound } from '../../core/errors.ts';
import type { Disruption } from '../../db/generated/client.ts';
import { listSql, numberSql } from '../../db/guard-json.ts';
import type { Tx } from '../../db/transaction.ts';
import { worldTimeOf } from '../../events/world/index.ts';

/** The newest proposal of a case with what came of it: only what a line of the queue shows. */
export type Standing = {
  disruptionId: string;
  proposalId: string | null;
  proposalState: string | null;
  chosen: string | null;
  title: string | null;
  costUsd: number | null;
  verdict: string | null;
  proposerKind: string | null;
  proposerId: string | null;
  seatRole: string | null;
  /** Who has given a seat. */
  seatedIds: string[];
  seatsNeeded: number;
  shownHash: string | null;
  why: string | null;
  decisionKind: string | null;
  decisionSaga: string | null;
  actionState: string | null;
  /** Why nothing could be proposed, or null. */
  held: string | null;
};

/** Said of a decision whose action cannot be started, before what it fails on. */
export const NOT_STARTED = 'It was decided, and the action could not be started; it is tried again: ';

const STANDINGS = `
  SELECT d.id AS "disruptionId", p.id AS "proposalId", p.state AS "proposalState", p.chosen, a.chosen->>'title' AS title,
         ${numberSql('a.chosen', 'costUsd')} AS "costUsd", p.verdict,
         p.proposer_kind AS "proposerKind", p.proposer_id AS "proposerId", p.seat_role AS "seatRole", s.ids AS "seatedIds", coalesce(p.seats_needed, 0) AS "seatsNeeded",
         encode(p.shown_hash, 'hex') AS "shownHash", p.reason->>'sentence' AS why,
         x.kind AS "decisionKind", x.saga AS "decisionSaga", act.state AS "actionState", coalesce(h.words, '${NOT_STARTED}' || u.error) AS held
  FROM unnest($1::text[]) AS d(id)
  LEFT JOIN LATERAL (
    SELECT * FROM proposal WHERE disruption_id = d.id ORDER BY revision DESC LIMIT 1) p ON true
  LEFT JOIN LATERAL (
    SELECT alternative AS chosen FROM ${listSql('p.alternatives')} AS alternative
    WHERE alternative->>'key' = p.chosen LIMIT 1) a ON true
  LEFT JOIN LATERAL (SELECT coalesce(array_agg(user_id), '{}') AS ids FROM seat WHERE proposal_id = p.id) s ON true
  LEFT JOIN LATERAL (
    -- What came of this proposal, or, when it was withdrawn unanswered, of the one decided last.
    SELECT id, kind, saga FROM decision WHERE disruption_id = d.id ORDER BY decided_at DESC, id DESC LIMIT 1) x ON true
  LEFT JOIN action act ON act.decision_id = x.id
  LEFT JOIN held_case h ON h.disruption_id = d.id
  LEFT JOIN unstarted_decision u ON u.decision_id = x.id`;

/** Where each case stands, by its id. */
export async function findStandings(tx: Pick<Tx, '$queryRawUnsafe'>, ids: string[]): Promise<Map<string, Standing>> {
  if (!ids.length) return new Map();
  const rows = await tx.$queryRawUnsafe<Standing[]>(STANDINGS, ids);
  return new Map(rows.map((row) => [row.disruptionId, row]));
}

/** Why the action of a decision could not be started so far; null where nothing failed. */
export async function findUnstarted(tx: Pick<Tx, 'unstartedDecision'>, decisionId: string): Promise<string | null> {
  const row = await tx.unstartedDecision.findUnique({ where: { decisionId } });
  return row && `${NOT_STARTED}${row.error}.`;
}

/** World time of every stream; `now` for those on the wall clock. */
export async function findWorldTimes(tx: Pick<Tx, 'stream'>, now: Date): Promise<(source: string) => Date> {
  const streams = await tx.stream.findMany({ select: { source: true, clock: true, worldAt: true } });
  const times = new Map(streams.map((stream) => [stream.source, worldTimeOf(stream, now) ?? now]));
  return (source) => times.get(source) ?? now;
}

export type Past = { decided: number; inTime: number; late: number };

/** How the last cases ended in which the same thing was released: came within the tolerance, or later. */
export async function findPast(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  {
    playbook,
    chosen,
    except,
    regions,
    limit,
  }: { playbook: string; chosen: string; except: string; regions: readonly string[] | null; limit: number },
): Promise<Past> {
  const [row] = await tx.$queryRawUnsafe<Past[]>(
    `WITH past AS (
       SELECT DISTINCT ON (d.id) d.id, d.closed_at, d.breach_at FROM disruption d
       JOIN decision x ON x.disruption_id = d.id AND x.kind IN ('auto', 'approve')
       JOIN proposal p ON p.id = x.proposal_id AND p.chosen = $2
       WHERE d.playbook = $1 AND d.state = 'closed' AND d.id <> $3 AND ($4::text[] IS NULL OR d.region = ANY($4::text[]))),
     latest AS (SELECT * FROM past ORDER BY closed_at DESC LIMIT $5::int),
     judged AS (
       SELECT l.id, bool_or(o.delivered_at >= o.due_at + interval '14 days') AS late
       FROM latest l LEFT JOIN order_line o ON o.disruption_id = l.id GROUP BY l.id)
     SELECT count(*)::int AS decided, count(*) FILTER (WHERE NOT late)::int AS "inTime", count(*) FILTER (WHERE late)::int AS late
     FROM judged`,
    playbook,
    chosen,
    except,
    regions ? [...regions] : null,
    limit,
  );
  return row ?? { decided: 0, inTime: 0, late: 0 };
}

/**
 * A case inside the reader's regions.
 * @throws DomainError `not_found`.
 */
export async function findCase(
  tx: Pick<Tx, 'disruption'>,
  scope: RegionScope,
  disruptionId: string,
): Promise<Disruption> {
  const row = await tx.disruption.findFirst({ where: { id: disruptionId, ...inScope(scope) } });
  if (!row) throw notFound('This case');
  return row;
}
