import { type Clock, MINUTE } from '../core/clock.ts';
import { asSystem, type Context } from '../core/context.ts';
import type { ErrorCode, RefusalReason } from '../core/errors.ts';
import { plural } from '../core/words.ts';
import type { Database } from '../db/client.ts';
import { appendFeed } from '../db/feed.ts';
import { type Tx, withTransaction } from '../db/transaction.ts';
import { actWords } from './act-words.ts';
import { emitAudit } from './emit.ts';
import { refusalWords } from './rules.ts';

/** The same refusal again within this time is counted, not told again. */
const COUNTED_MS = MINUTE;
/** Different refusals of one caller that are told one by one in that time; further ones are counted together. */
const TOLD_EACH = 30;

export type RefusedAct = {
  /** The procedure, or method and path of a call. */
  act: string;
  /** What it was about, where the caller named it. */
  entityId: string | null;
  code: ErrorCode;
  reason: RefusalReason | null;
  /** How often, at least once. */
  times: number;
};

type Kept = { act: string; entityId: string; reason: string };

const KEEP = `
  WITH known AS (
    SELECT count(*) AS n, coalesce(bool_or(act = $3 AND entity_id = $4 AND reason = $5), false) AS same
    FROM refused_act WHERE actor_kind = $1 AND actor_id = $2),
  told AS (SELECT n >= ${TOLD_EACH} AND NOT same AS many FROM known)
  INSERT INTO refused_act (actor_kind, actor_id, act, entity_id, reason, disruption_id, since, repeated)
  SELECT $1, $2, CASE WHEN many THEN 'several' ELSE $3 END, CASE WHEN many THEN '' ELSE $4 END,
         CASE WHEN many THEN '' ELSE $5 END, CASE WHEN many THEN NULL ELSE $6 END, $7::timestamptz, $8::int - 1
  FROM told
  ON CONFLICT (actor_kind, actor_id, act, entity_id, reason) DO UPDATE SET repeated = refused_act.repeated + $8::int
  RETURNING act, entity_id AS "entityId", reason, xmax = 0 AS fresh`;

/**
 * Writes that an act was refused, in a transaction of its own: the first within a minute as an entry, the same again as a count.
 * @returns whether an entry was written.
 */
export async function noteRefusal(db: Database, ctx: Context, refused: RefusedAct): Promise<boolean> {
  const now = ctx.clock.now();
  const { kind, id } = ctx.actor;
  return withTransaction(db, async (tx) => {
    const disruptionId = refused.entityId && (await findCase(tx, refused.entityId));
    const [kept] = await tx.$queryRawUnsafe<(Kept & { fresh: boolean })[]>(
      KEEP,
      kind,
      id,
      refused.act,
      refused.entityId ?? '',
      refused.reason ?? refused.code,
      disruptionId,
      now,
      refused.times,
    );
    if (!kept?.fresh) return false;
    const several = kept.act !== refused.act;
    await emitAudit(tx, ctx, {
      action: 'act.refused',
      entityId: kept.entityId || kept.act,
      meaning: several
        ? 'Many other acts were refused within a minute; they are counted together.'
        : `${actWords(kept.act)} was refused: ${refusalWords(kept.reason)}.`,
      after: several
        ? { act: kept.act }
        : { act: kept.act, entityId: refused.entityId, code: refused.code, reason: refused.reason },
      disruptionId: several ? null : disruptionId,
    });
    await appendFeed(tx, now, [{ area: 'audit', kind: 'refused', ids: [], region: '*' }]);
    return true;
  });
}

type Counted = Kept & {
  repeated: number;
  actorKind: string;
  actorId: string;
  disruptionId: string | null;
  since: Date;
};

/** Tells how often refusals came again, once their minute is over. Of processes that do so at once each row falls to one. */
export async function settleRefusals(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  await withTransaction(db, async (tx) => {
    const over = await tx.$queryRawUnsafe<Counted[]>(
      `DELETE FROM refused_act WHERE since <= $1::timestamptz
       RETURNING actor_kind AS "actorKind", actor_id AS "actorId", act, entity_id AS "entityId", reason,
                 disruption_id AS "disruptionId", since, repeated`,
      new Date(now.getTime() - COUNTED_MS),
    );
    const again = over.filter(({ repeated }) => repeated > 0);
    if (!again.length) return;
    await emitAudit(
      tx,
      asSystem('refusals', clock),
      again.map(({ act, entityId, reason, repeated, since, actorKind, actorId, disruptionId }) => ({
        action: 'act.refused',
        entityId: entityId || act,
        meaning: reason
          ? `${actWords(act)} was refused ${plural(repeated, 'more time')} in the same minute: ${refusalWords(reason)}.`
          : `Acts were refused ${plural(repeated, 'more time')} in the same minute.`,
        after: { act, reason, repeated, since: since.toISOString(), by: { kind: actorKind, id: actorId } },
        disruptionId,
      })),
    );
    await appendFeed(tx, now, [{ area: 'audit', kind: 'refused', ids: [], region: '*' }]);
  });
}

/** The case that something belongs to, if it is a case, a proposal or an action. */
async function findCase(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT disruption_id AS id FROM proposal WHERE id = $1 UNION ALL SELECT disruption_id FROM action WHERE id = $1
     UNION ALL SELECT id FROM disruption WHERE id = $1 LIMIT 1`,
    id,
  );
  return row?.id ?? null;
}
