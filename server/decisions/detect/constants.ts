import { DAY } from '../../core/clock.ts';
import { READABLE } from './sweep-faults.ts';

/** The decide loop: who acts in its audit entries, and the group of its leases. */
export const DECIDE = 'decide';

/** Signals evaluated in one transaction. */
export const BATCH = 450;

/*
 * One transaction has 4,096 places in the audit log and in the feed. A case touched takes at most five of each, so these
 * three bounds together keep below it: 150 + 200 cases, and 450 that the signals of one batch can touch.
 */

/** Lines raised at one step of world time; more wait for the next transaction. */
export const RAISE_LIMIT = 200;

/** Cases touched after which a transaction takes up no further step. */
export const CASES_LIMIT = 150;

/** Lines looked at to see where world time overtakes one of them. */
export const PENDING_LIMIT = 5_000;

/** World time after which a proposal is held against the facts again, although none of its lines has moved. */
export const STALE_AFTER = DAY;

// An agent's answer only: what a person proposed is theirs to change, and what a person has begun to approve is not pulled
// from under them. Of what policy settled by itself, only waiting and denial can come out otherwise a day later.
/** Open cases `d` of streams `s` whose proposal `p` is behind world time `w.at`. $1 wall time now, $2 STALE_AFTER. */
export const STALE_FROM = `
  FROM disruption d
  JOIN stream s ON s.source = d.source
  CROSS JOIN LATERAL (SELECT CASE s.clock WHEN 'replay' THEN s.world_at ELSE $1::timestamptz END AS at) w
  CROSS JOIN LATERAL (SELECT * FROM proposal WHERE disruption_id = d.id ORDER BY revision DESC LIMIT 1) p
  LEFT JOIN decision x ON x.proposal_id = p.id
  WHERE d.state = 'open' AND ${READABLE} AND p.proposer_kind = 'agent'
    AND ((p.state = 'open' AND NOT EXISTS (SELECT 1 FROM seat WHERE proposal_id = p.id))
      OR (p.state = 'decided' AND (x.kind = 'deny' OR (x.kind = 'auto' AND x.saga IS NULL))))
    AND greatest(p.world_at, d.checked_world_at) <= w.at - $2::float8 * interval '1 millisecond'`;
