import type { AppliedLine } from '../../events/world/schema.ts';

export type ClosedReason = 'delivered' | 'false_alarm' | 'found_on_delivery' | 'corrected';

/** A line of a case: late when it was delivered at or past due. `found` when it was first heard of at delivery. */
export type Member = { key: string; dueAt: Date; deliveredAt: Date | null; found: boolean };

/** What happens to one line in one batch: raised at a step of world time, told delivered at another, or both. */
export type LineMove = {
  key: string;
  dueAt: Date;
  /** The instant it became overdue, and the step of world time at which that was seen. Null when it is in a case already. */
  raised: { overdueAt: Date; seenAt: Date; found: boolean } | null;
  delivered: { deliveredAt: Date; toldAt: Date } | null;
};

/** One case of one shipment through one batch. */
export type Episode = {
  /** The open case it continues, or null when it opens in this batch. */
  continues: string | null;
  openedAt: Date;
  members: Map<string, Member>;
  raised: { key: string; overdueAt: Date }[];
  delivered: string[];
  closed: { at: Date; reason: ClosedReason } | null;
};

/** A line is overdue when world time has reached its due instant with nothing delivered. */
export const isOverdue = (line: { dueAt: Date; deliveredAt: Date | null }, worldAt: Date): boolean =>
  line.deliveredAt === null && worldAt >= line.dueAt;

export const isLate = (line: { dueAt: Date; deliveredAt: Date | null }): boolean =>
  line.deliveredAt !== null && line.deliveredAt >= line.dueAt;

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/** When a known line became overdue: at its due instant, or when it was announced if that came later. */
export const overdueFrom = (line: { dueAt: Date; announcedAt: Date }): Date => later(line.dueAt, line.announcedAt);

/** The first step of world time at which an instant has been reached. Steps rise; past the last of them it is the last. */
export function stepAt(steps: readonly Date[], instant: Date): Date {
  return steps.find((step) => step >= instant) ?? steps.at(-1) ?? instant;
}

/**
 * What a line that signals touched did, or null when it concerns no case.
 * World time reaches a step before the signals of that step are applied; so a line whose delivery is told at or after its
 * due instant was overdue until then, however late or in time it was delivered.
 * @param toldAt when its delivery became known: record time in a replay, acceptance on the wall clock.
 */
export function moveOf(line: AppliedLine, toldAt: Date, steps: readonly Date[]): LineMove | null {
  const { before, after } = line;
  const { key } = line;
  const { dueAt, deliveredAt } = after;
  if (!deliveredAt) return null; // the search for what is overdue finds it
  const delivered = { deliveredAt, toldAt };
  const news = !before?.deliveredAt;
  if (after.disruptionId) return news ? { key, dueAt, raised: null, delivered } : null;
  const known = after.announcedBy !== 'delivery' && after.announcedAt < toldAt;
  const overdueAt = overdueFrom(after);
  if (news && known && toldAt >= overdueAt) {
    return { key, dueAt, raised: { overdueAt, seenAt: stepAt(steps, overdueAt), found: false }, delivered };
  }
  if (!isLate(after)) return null;
  return { key, dueAt, raised: { overdueAt: toldAt, seenAt: toldAt, found: true }, delivered };
}

/** Why a case closes once all its lines are delivered. */
export function closingReason(members: Iterable<Member>): ClosedReason {
  const lines = [...members];
  if (lines.every((line) => line.found)) return 'found_on_delivery';
  return lines.some(isLate) ? 'delivered' : 'false_alarm';
}

type Happening = { at: Date; kind: 'raise' | 'deliver'; move: LineMove };

/** The moves of one shipment in the order of world time; at one step what is overdue is raised before deliveries are told. */
function inOrder(moves: readonly LineMove[]): Happening[] {
  const list: Happening[] = moves.flatMap((move) => [
    ...(move.raised ? [{ at: move.raised.seenAt, kind: 'raise' as const, move }] : []),
    ...(move.delivered ? [{ at: move.delivered.toldAt, kind: 'deliver' as const, move }] : []),
  ]);
  return list.sort(
    (a, b) =>
      a.at.getTime() - b.at.getTime() ||
      Number(a.kind === 'deliver') - Number(b.kind === 'deliver') ||
      (a.move.key < b.move.key ? -1 : 1),
  );
}

/**
 * The cases of one shipment through one batch. Lines that become overdue join the open case or open one; when its last
 * line is delivered it closes by itself; only lines that were in no case before open another.
 */
export function followShipment(
  open: { id: string; openedAt: Date; members: Member[] } | null,
  moves: readonly LineMove[],
): Episode[] {
  const episodes: Episode[] = [];
  let current: Episode | null = open
    ? {
        continues: open.id,
        openedAt: open.openedAt,
        members: new Map(open.members.map((member) => [member.key, member])),
        raised: [],
        delivered: [],
        closed: null,
      }
    : null;
  if (current) episodes.push(current);
  for (const { at, kind, move } of inOrder(moves)) {
    if (kind === 'raise' && move.raised) {
      if (!current) {
        current = { continues: null, openedAt: at, members: new Map(), raised: [], delivered: [], closed: null };
        episodes.push(current);
      }
      const { overdueAt, found } = move.raised;
      current.members.set(move.key, { key: move.key, dueAt: move.dueAt, deliveredAt: null, found });
      current.raised.push({ key: move.key, overdueAt });
    } else if (current && move.delivered) {
      const member = current.members.get(move.key);
      if (!member) continue; // a line of a case that has closed
      current.members.set(move.key, { ...member, dueAt: move.dueAt, deliveredAt: move.delivered.deliveredAt });
      current.delivered.push(move.key);
      const members: Member[] = [...current.members.values()];
      if (members.every((line) => line.deliveredAt !== null)) {
        current.closed = { at, reason: closingReason(members) };
        current = null;
      }
    }
  }
  return episodes.filter((episode) => episode.raised.length > 0 || episode.delivered.length > 0);
}
