import { type AuditInput, emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { plural } from '../../core/words.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Disruption, OrderLine } from '../../db/generated/client.ts';
import { PLAN_ANEW } from '../../db/statement-names.ts';
import type { Tx } from '../../db/transaction.ts';
import { PLAYBOOK } from '../agents/index.ts';
import { sumDeliveries, tellClosing, tellOverdue } from '../disruptions/index.ts';
import { describeCase } from './describe-case.ts';
import { findMembers, type OpenCase } from './queries.ts';
import type { Episode } from './rules.ts';
import { type CaseRow, upsertCases } from './upsert-cases.ts';

export type CaseEpisode = { source: string; shipmentKey: string; episode: Episode; existing: OpenCase | null };

/** A case as a batch left it. `shipment` is what it is about: a shipment, a container, an item at a site. */
export type TouchedCase = Pick<
  Disruption,
  'id' | 'playbook' | 'source' | 'region' | 'shipment' | 'factsVersion' | 'subjectKeys'
> & {
  open: boolean;
  /** Order lines of a late shipment; none for other playbooks. */
  members: OrderLine[];
  /** What another playbook knows of it. */
  facts: unknown;
  /** What changed in this batch, in words. */
  change: string;
};

/**
 * Writes what became of cases in one batch: the marks on their lines, the rows, audit entries and feed rows. A case that
 * opened and closed within the batch leaves both entries.
 */
export async function writeCases(tx: Tx, ctx: Context, list: readonly CaseEpisode[]): Promise<TouchedCase[]> {
  if (!list.length) return [];
  const at = ctx.clock.now();
  const cases = list.map((item) => ({ ...item, id: item.existing?.id ?? newId() }));
  await markLines(tx, cases);
  const members = await findMembers(
    tx,
    cases.map(({ id }) => id),
  );
  const rows = cases.map(({ id, source, shipmentKey, episode, existing }): CaseRow => {
    const lines = members.get(id) ?? [];
    const { closed } = episode;
    return {
      ...describeCase(lines, !closed),
      id,
      key: `${PLAYBOOK}:${shipmentKey}`,
      playbook: PLAYBOOK,
      source,
      state: closed ? 'closed' : 'open',
      closedReason: closed?.reason ?? null,
      currency: 'USD',
      detectedWorldAt: existing?.detectedWorldAt ?? episode.openedAt,
      closedWorldAt: closed?.at ?? null,
      openedAt: existing?.openedAt ?? at,
      closedAt: closed ? at : null,
      factsVersion: existing ? existing.factsVersion + 1 : 1,
      updatedAt: at,
      facts: null,
      subjectKeys: [shipmentKey],
    };
  });
  // A case that closes leaves its key before the next one of the same shipment opens.
  await upsertCases(
    tx,
    rows.filter((_row, n) => cases[n]?.existing),
  );
  await upsertCases(
    tx,
    rows.filter((_row, n) => !cases[n]?.existing),
  );

  const touched = cases.map(({ id, source, episode }, n): TouchedCase & { episode: Episode; existing: boolean } => {
    const row = rows[n];
    if (!row) throw new RangeError('a case lost its row');
    return {
      id,
      source,
      playbook: row.playbook,
      region: row.region,
      shipment: row.shipment,
      subjectKeys: row.subjectKeys,
      facts: null,
      open: row.state === 'open',
      factsVersion: row.factsVersion,
      members: members.get(id) ?? [],
      change: changeWords(episode),
      episode,
      existing: Boolean(cases[n]?.existing),
    };
  });
  await emitAudit(
    tx,
    ctx,
    touched.flatMap((item) => entriesOf(item)),
  );
  await appendFeed(
    tx,
    at,
    touched.map(({ id, region, open, existing }) => ({
      area: 'disruptions',
      kind: open ? (existing ? 'updated' : 'opened') : 'closed',
      ids: [id],
      region,
    })),
  );
  return touched;
}

function changeWords({ raised, delivered }: Episode): string {
  const parts = [
    raised.length ? `${plural(raised.length, 'line')} became overdue` : null,
    delivered.length ? `${plural(delivered.length, 'line')} delivered` : null,
  ].filter((part) => part !== null);
  return parts.join(', ');
}

type Audited = TouchedCase & { episode: Episode; existing: boolean };

function entriesOf({ id, members, episode, existing, factsVersion, change, shipment }: Audited): AuditInput[] {
  const common = { entityId: id, disruptionId: id };
  const keys = episode.raised.map(({ key }) => key);
  const { closed } = episode;
  const occurredAt = new Date(Math.min(...members.map((line) => line.dueAt.getTime())));
  const entries: AuditInput[] = [];
  if (!existing) {
    entries.push({
      ...common,
      action: 'disruption.opened',
      meaning: tellOverdue({ shipment, lineCount: members.length, occurredAt }, episode.openedAt),
      after: { state: 'open', shipment, lines: keys, worldAt: episode.openedAt.toISOString() },
    });
  } else if (!closed || keys.length) {
    entries.push({
      ...common,
      action: 'disruption.updated',
      meaning: `Shipment ${shipment}: ${change}.`,
      before: { factsVersion: factsVersion - 1 },
      after: { factsVersion, raised: keys, delivered: episode.delivered },
    });
  }
  if (closed) {
    entries.push({
      ...common,
      action: 'disruption.closed',
      meaning: tellClosing(closed.reason, sumDeliveries(members)),
      before: { state: 'open' },
      after: { state: 'closed', reason: closed.reason, worldAt: closed.at.toISOString(), delivered: episode.delivered },
    });
  }
  return entries;
}

async function markLines(tx: Tx, cases: readonly { id: string; episode: Episode }[]): Promise<void> {
  const marks = cases.flatMap(({ id, episode }) => episode.raised.map((raised) => ({ id, ...raised })));
  if (!marks.length) return;
  await tx.$executeRawUnsafe(
    `${PLAN_ANEW} UPDATE order_line SET disruption_id = m.id, overdue_at = m.overdue_at
     FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS m(key, id, overdue_at) WHERE order_line.key = m.key`,
    marks.map(({ key }) => key),
    marks.map(({ id }) => id),
    marks.map(({ overdueAt }) => overdueAt.toISOString()),
  );
}
