import type { AuditAction } from '../../audit/actions.ts';
import { auditInsert, auditRows } from '../../audit/index.ts';
import { FEED_CHANNEL, feedInsert, feedRows } from '../../db/feed.ts';
import type { ActionRef, Plane } from './plane.ts';
import { describeChange } from './record-change.ts';

/** A change as the audit and the feed tell it. */
export type Change = {
  action: AuditAction;
  /** One sentence, as a person would say it. */
  meaning: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
};

/** One UPDATE of one row with the expected state in its WHERE; `name` is that of the prepared statement. */
export type RowUpdate = { name: string; sql: string; values: unknown[] };

const statements = new Map<string, string>();

/** The update, its audit entry and its feed row as one statement, hence one transaction and one trip to the database. */
function statementOf({ name, sql, values }: RowUpdate): string {
  const known = statements.get(name);
  if (known) return known;
  const [audit, feed] = [`$${values.length + 1}`, `$${values.length + 2}`];
  const whole = `WITH changed AS (${sql} RETURNING 1),
    audited AS (${auditInsert(audit, '0')} WHERE EXISTS (SELECT FROM changed)),
    fed AS (${feedInsert(feed, '0')} WHERE EXISTS (SELECT FROM changed))
    SELECT pg_notify('${FEED_CHANNEL}', 'actions') FROM changed`;
  statements.set(name, whole);
  return whole;
}

/**
 * Changes one row of an action, or of its step when `step` names it, when it is in the state the update expects: with
 * audit entry and feed row, or not at all.
 * @returns whether it was changed; false means that somebody else was faster.
 */
export async function changeRow(
  plane: Plane,
  ref: ActionRef,
  update: RowUpdate,
  change: Change,
  step?: string,
): Promise<boolean> {
  const { audit, feed } = describeChange(ref, change, step);
  const values = [
    ...update.values,
    JSON.stringify(auditRows(plane.ctx, [audit])),
    JSON.stringify(feedRows(plane.clock.now(), [feed])),
  ];
  const { rowCount } = await plane.gate(() =>
    plane.db.pool.query({ name: `action-${update.name}`, text: statementOf(update), values }),
  );
  return (rowCount ?? 0) > 0;
}
