import { emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Disruption, OrderLine } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { PLAYBOOK } from '../agents/index.ts';
import { addNotes } from '../disruptions/index.ts';
import { type Correction, correctCase } from './correct-case.ts';
import { describeCase } from './describe-case.ts';
import { findStanding } from './find-standing.ts';
import { keyOf } from './group-moves.ts';
import { proposeCases } from './propose-cases.ts';
import { findMembers } from './queries.ts';
import type { Member } from './rules.ts';
import { type Anew, entriesOf, notesOf, type Settled } from './tell-anew.ts';
import { type CaseRow, upsertCases } from './upsert-cases.ts';
import type { TouchedCase } from './write-cases.ts';

type Case = Settled & { members: OrderLine[] };

/**
 * Decides cases anew whose facts were corrected or told differently: the version of the facts rises, so that what was approved
 * or waits for its dispatch no longer holds; what waits for people is replaced; the case closes or is opened again as its lines
 * now stand; and its timeline says why. What was carried out is named, never rolled back by itself.
 * @param worldOf world time of a stream.
 * @param closed cases of other playbooks that the same correction closed a moment ago.
 * @returns how many cases were touched.
 */
export async function decideAnew(
  tx: Tx,
  ctx: Context,
  anew: readonly Anew[],
  { worldOf, closed = [] }: { worldOf: (source: string) => Date; closed?: readonly string[] },
): Promise<number> {
  const ids = [...new Set(anew.map(({ disruptionId }) => disruptionId))].sort();
  if (!ids.length) return 0;
  // In the order of their ids, as every writer of cases takes them.
  await tx.$queryRawUnsafe('SELECT id FROM disruption WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE', ids);
  const rows = await tx.disruption.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } });
  const members = await findMembers(tx, ids);
  const openKeys = await tx.disruption.findMany({
    where: { key: { in: rows.map(({ key }) => key) }, state: 'open', id: { notIn: ids } },
    select: { key: true },
  });
  const settled = rows.map((row): Case => {
    const causes = anew.filter(({ disruptionId }) => disruptionId === row.id);
    const theirs = members.get(row.id) ?? [];
    const taken = row.state !== 'open' && openKeys.some(({ key }) => key === row.key);
    const correction = correctionOf(row, causes, theirs, { taken, worldAt: worldOf(row.source) });
    const kept = theirs.filter(({ key }) => !correction.released.includes(key));
    return { row, causes, members: kept, correction, wasOpen: row.state === 'open' || closed.includes(row.id) };
  });
  await releaseLines(tx, settled);
  const touched = await writeRows(tx, ctx, settled, worldOf);
  const standing = await findStanding(
    tx,
    settled.map(({ row, causes }) => ({ id: row.id, lines: causes.flatMap(({ lines }) => lines) })),
  );
  const at = ctx.clock.now();
  await addNotes(
    tx,
    at,
    settled.flatMap((one) =>
      notesOf(
        one,
        standing.seats.get(one.row.id) ?? [],
        standing.carried.get(one.row.id) ?? [],
        worldOf(one.row.source),
      ),
    ),
  );
  await emitAudit(
    tx,
    ctx,
    settled.flatMap((one) => entriesOf(one, standing.seats.get(one.row.id) ?? [])),
  );
  await appendFeed(
    tx,
    at,
    settled.map(({ row, correction }) => ({
      area: 'disruptions',
      kind: correction.state === row.state ? 'updated' : correction.state === 'open' ? 'opened' : 'closed',
      ids: [row.id],
      region: row.region,
    })),
  );
  const worldTimes = new Map(rows.map(({ source }) => [source, worldOf(source)]));
  // A case that stays closed has nothing to propose and nothing open.
  await proposeCases(
    tx,
    ctx,
    touched.filter(({ id, open }) => open || settled.some(({ row, wasOpen }) => row.id === id && wasOpen)),
    worldTimes,
  );
  return settled.length;
}

/** Another playbook's case keeps its state: its own rules close it when its own figures say so. */
function correctionOf(
  row: Disruption,
  causes: readonly Anew[],
  members: readonly OrderLine[],
  place: { taken: boolean; worldAt: Date },
): Correction {
  if (row.playbook !== PLAYBOOK)
    return {
      state: row.state === 'open' ? 'open' : 'closed',
      reason: row.closedReason as Correction['reason'],
      released: [],
      moved: [],
    };
  const moved = new Set(members.flatMap(({ key, shipmentKey }) => (keyOf(shipmentKey) === row.key ? [] : [key])));
  const corrected = new Set(causes.flatMap(({ lines }) => lines));
  return correctCase(row, members.map(memberOf), corrected, { ...place, moved });
}

const memberOf = (line: OrderLine): Member => ({
  key: line.key,
  dueAt: line.dueAt,
  deliveredAt: line.deliveredAt,
  found:
    line.announcedBy === 'delivery' ||
    (line.overdueAt !== null && line.recordedAt !== null && line.overdueAt >= line.recordedAt),
});

async function releaseLines(tx: Tx, settled: readonly Case[]): Promise<void> {
  const keys = settled.flatMap(({ correction }) => correction.released);
  if (!keys.length) return;
  await tx.orderLine.updateMany({ where: { key: { in: keys } }, data: { disruptionId: null, overdueAt: null } });
}

async function writeRows(
  tx: Tx,
  ctx: Context,
  settled: readonly Case[],
  worldOf: (source: string) => Date,
): Promise<TouchedCase[]> {
  const at = ctx.clock.now();
  const written = settled.map(({ row, members, correction, causes }) => {
    const open = correction.state === 'open';
    const wasOpen = row.state === 'open';
    const next: CaseRow = {
      ...row,
      facts: row.facts as object | null,
      valueAtRisk: Number(row.valueAtRisk),
      ...(members.length && row.playbook === PLAYBOOK ? describeCase(members, open) : {}),
      state: correction.state,
      closedReason: correction.reason,
      closedAt: open ? null : wasOpen ? at : row.closedAt,
      closedWorldAt: open ? null : wasOpen ? worldOf(row.source) : row.closedWorldAt,
      factsVersion: row.factsVersion + 1,
      updatedAt: at,
    };
    return { next, members, open, change: causes.map(({ change }) => change).join('; ') };
  });
  await upsertCases(
    tx,
    written.map(({ next }) => next),
  );
  return written.map(({ next, members, open, change }) => ({ ...next, members, open, change }));
}
