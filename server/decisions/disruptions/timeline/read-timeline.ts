import type { z } from 'zod';
import { actorIds, findNames, type Names, nameOf } from '../../../auth/find-names.ts';
import { regionScope, requireRight } from '../../../auth/rights.ts';
import type { Context } from '../../../core/context.ts';
import type { Database } from '../../../db/client.ts';
import type { RevokedApproval } from '../../../db/generated/client.ts';
import { lapseWords } from '../../proposals/index.ts';
import { verdictSchema } from '../../proposals/schema.ts';
import { TIMELINE_MORE, TIMELINE_NEWEST } from '../constants.ts';
import { findDecisions, viewOfDecision } from '../find-decisions.ts';
import { sumLines, tellEnding } from '../find-deliveries.ts';
import { findCase, findWorldTimes } from '../queries.ts';
import { viewOfNote } from '../read-notes.ts';
import { findHeads, findPlaces, type Place, type RevisionHead } from './find-timeline.ts';
import { type Timeline, type TimelineEntry, timelineInput } from './schema.ts';
import { tellRevision } from './tell-revision.ts';

/**
 * readTimeline gives what happened to a case, newest first, a page at a time: opened, each revision with what changed in it, each
 * approval given and revoked, each decision, each note, closed.
 * @throws DomainError `forbidden`, `not_found` outside the reader's regions.
 */
export async function readTimeline(
  db: Database,
  ctx: Context,
  input: z.input<typeof timelineInput>,
): Promise<Timeline> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const { id, cursor } = timelineInput.parse(input);
  const { prisma } = db;
  const row = await findCase(prisma, regionScope(person), id);
  const limit = cursor ? TIMELINE_MORE : TIMELINE_NEWEST;
  const { places, earlier } = await findPlaces(prisma, { disruptionId: id, cursor: cursor ?? null, limit });
  const idsOf = (kind: Place['kind']) => places.filter((place) => place.kind === kind).map((place) => place.id);
  const proposalIds = [...new Set(idsOf('seat').map((key) => key.split(' ')[0] ?? ''))];
  // Each revision is told beside the one before it.
  const revisions = places.flatMap(({ kind, revision }) => (kind === 'revision' ? [revision, revision - 1] : []));
  const seatedIn = places.flatMap(({ kind, revision }) => (kind === 'seat' ? [revision] : []));
  const [heads, seats, revoked, decisions, notes] = await Promise.all([
    findHeads(prisma, id, [...new Set([...revisions, ...seatedIn])]),
    prisma.seat.findMany({ where: { proposalId: { in: proposalIds } }, orderBy: [{ at: 'asc' }, { userId: 'asc' }] }),
    prisma.revokedApproval.findMany({
      where: { id: { in: idsOf('revoked') } },
      include: { proposal: { select: { seatRole: true } } },
    }),
    findDecisions(prisma, { id: { in: idsOf('decision') } }),
    prisma.caseNote.findMany({ where: { id: { in: idsOf('note') } } }),
  ]);
  const proposers = [...heads.values()].filter(({ proposerKind }) => proposerKind === 'person');
  const names = await findNames(prisma, [
    ...proposers.map(({ proposerId }) => proposerId),
    ...[...seats, ...revoked].map(({ userId }) => userId),
    ...actorIds(decisions),
  ]);
  const worldAt = (await findWorldTimes(prisma, ctx.clock.now()))(row.source);
  const ending = row.state === 'open' ? '' : tellEnding(row, (await sumLines(prisma, [row.id]))(row.id), worldAt);

  const entryOf = (place: Place): TimelineEntry[] => {
    const { kind, at } = place;
    if (kind === 'opened') return [{ kind, at }];
    if (kind === 'closed') return [{ kind, at, words: ending }];
    if (kind === 'revision') {
      const head = heads.get(place.revision);
      return head ? [{ kind, at, ...viewOfHead(head, heads.get(place.revision - 1), names) }] : [];
    }
    if (kind === 'decision') {
      const decision = decisions.find((made) => made.id === place.id);
      return decision ? [{ kind, at, decision: viewOfDecision(decision, names) }] : [];
    }
    if (kind === 'note') {
      const note = notes.find((written) => written.id === place.id);
      return note ? [{ kind, at, note: viewOfNote(note) }] : [];
    }
    if (kind === 'revoked') {
      const row = revoked.find((one) => one.id === place.id);
      return row ? [{ kind, at, ...viewOfRevoked(row, names) }] : [];
    }
    const [proposalId, userId] = place.id.split(' ');
    const given = seats.filter((seat) => seat.proposalId === proposalId);
    const nth = given.findIndex((seat) => seat.userId === userId);
    const seat = given[nth];
    const needed = heads.get(place.revision)?.seatsNeeded ?? given.length;
    if (!seat) return [];
    const { note } = seat;
    const name = nameOf(names, seat.userId);
    return [{ kind, at, proposalId: seat.proposalId, userId: seat.userId, name, note, nth: nth + 1, needed }];
  };
  const last = places.at(-1);
  return {
    entries: places.flatMap(entryOf),
    earlier,
    next:
      earlier > 0 && last
        ? { at: last.at, rank: last.rank, revision: last.revision, step: last.step, id: last.id }
        : null,
  };
}

type Revoked = RevokedApproval & { proposal: { seatRole: string } };

const viewOfRevoked = ({ id, userId, givenAt, note, reason, proposal }: Revoked, names: Names) => ({
  id,
  userId,
  name: nameOf(names, userId),
  note,
  givenAt: givenAt.toISOString(),
  words: lapseWords(reason, proposal.seatRole),
});

/** A revision as a line tells it. `before` is the one it replaced. */
function viewOfHead(head: RevisionHead, before: RevisionHead | undefined, names: Names) {
  const { id, revision, state, proposerKind, proposerId, agent, title, overrideCode, overrideText } = head;
  const person = proposerKind === 'person';
  return {
    id,
    revision,
    state: state as Extract<TimelineEntry, { kind: 'revision' }>['state'],
    proposer: {
      kind: person ? ('person' as const) : ('agent' as const),
      id: proposerId,
      name: person ? nameOf(names, proposerId) : agent,
    },
    title,
    verdict: verdictSchema.parse(head.verdict),
    override: overrideCode ? { code: overrideCode, text: overrideText ?? '' } : null,
    changed: before ? tellRevision(before, head) : null,
  };
}
