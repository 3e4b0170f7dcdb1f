import { type AuditInput, emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';
import type { AlertKind } from './constants.ts';
import { alertWords } from './rules.ts';
import type { Standing } from './update-standings.ts';

type Alert = { sourceId: string; type: string; kind: string; words: string };
const keyOf = ({ sourceId, type, kind }: Omit<Alert, 'words'>) => `${sourceId} ${type} ${kind}`;

/** The alerts that should stand: each burn at its threshold, and each budget that is spent. */
export const alertsOf = (standings: readonly Standing[]): Alert[] =>
  standings.flatMap(({ sourceId, name, type, burns, budgetLeft }) => {
    const alert = (kind: AlertKind, words: string) => ({ sourceId, type, kind, words });
    return [
      ...burns
        .filter(({ burning }) => burning)
        .map((burn) => alert(burn.kind, alertWords(name, type, burn.kind, burn))),
      ...(budgetLeft !== null && budgetLeft <= 0 ? [alert('spent', alertWords(name, type, 'spent'))] : []),
    ];
  });

/** Opens the alerts that have risen and closes those whose cause is gone, each with its audit entry and feed row. */
export async function settleAlerts(tx: Tx, ctx: Context, standings: readonly Standing[]): Promise<void> {
  const now = ctx.clock.now();
  const wanted = new Map(alertsOf(standings).map((alert) => [keyOf(alert), alert]));
  const open = await tx.sourceAlert.findMany({ where: { closedAt: null } });
  const standing = new Set(open.map(keyOf));
  const risen = [...wanted.values()].filter((alert) => !standing.has(keyOf(alert)));
  const gone = open.filter((alert) => !wanted.has(keyOf(alert)));
  if (!risen.length && !gone.length) return;
  await tx.sourceAlert.createMany({ data: risen.map((alert) => ({ id: newId(), openedAt: now, ...alert })) });
  await tx.sourceAlert.updateMany({
    where: { id: { in: gone.map(({ id }) => id) }, closedAt: null },
    data: { closedAt: now },
  });
  const entries: AuditInput[] = [
    ...risen.map(({ sourceId, type, kind, words }) => ({
      action: 'source.alerted' as const,
      entityId: sourceId,
      meaning: words,
      after: { type, kind },
    })),
    ...gone.map(({ sourceId, type, kind, words }) => ({
      action: 'source.recovered' as const,
      entityId: sourceId,
      meaning: `No longer: ${words}`,
      before: { type, kind },
    })),
  ];
  await emitAudit(tx, ctx, entries);
  await appendFeed(tx, now, [
    ...risen.map(({ sourceId }) => ({ area: 'sources' as const, kind: 'alerted', ids: [sourceId], region: '*' })),
    ...gone.map(({ sourceId }) => ({ area: 'sources' as const, kind: 'recovered', ids: [sourceId], region: '*' })),
  ]);
}
