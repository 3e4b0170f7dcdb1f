import { canonicalHash } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import { worldTimeOf } from '../../events/world/index.ts';
import type { AppliedLine, Correction, WorldChange } from '../../events/world/schema.ts';
import { PLAYBOOK } from '../agents/index.ts';
import { decideAnew } from './decide-anew.ts';
import { keyOf } from './group-moves.ts';
import type { StreamTime } from './queries.ts';
import { caseLineOf } from './read-contexts.ts';
import type { Anew } from './tell-anew.ts';

type Told = {
  changes: readonly WorldChange[];
  /** Lines that the same signals told of: one in a case whose description is another now is decided anew as well. */
  applied?: readonly AppliedLine[];
  times: readonly StreamTime[];
  /** Cases that these corrections closed a moment ago. */
  closed?: readonly string[];
};

/**
 * Decides anew what hung on facts that were taken back, and on lines of open cases that were described differently. Costs
 * nothing when no signal was retracted and no line of an open case was told of again.
 * @returns how many cases were touched.
 */
export async function redecideCorrected(
  tx: Tx,
  ctx: Context,
  { changes, applied = [], times, closed = [] }: Told,
): Promise<number> {
  const corrections = changes.filter((change): change is Correction => change.kind === 'correction');
  const retold = applied.flatMap(({ key, before, after }) =>
    before && after.disruptionId && !before.deliveredAt && !after.deliveredAt ? [key] : [],
  );
  if (!corrections.length && !retold.length) return 0;
  const worldOf = await worldTimes(tx, ctx, times);
  const anew = [
    ...corrections.flatMap(ofLines),
    ...(await ofSubjects(tx, corrections, closed)),
    ...(await findRedescribed(tx, retold)),
  ];
  return decideAnew(tx, ctx, anew, { worldOf, closed });
}

/** World time of every stream: as this batch has brought it, and as it is stored for the streams of other parts of the log. */
async function worldTimes(tx: Tx, ctx: Context, times: readonly StreamTime[]): Promise<(source: string) => Date> {
  const now = ctx.clock.now();
  const streams = await tx.stream.findMany({ select: { source: true, clock: true, worldAt: true } });
  const known = new Map(streams.map((stream) => [stream.source, worldTimeOf(stream, now) ?? now]));
  for (const { source, worldAt } of times) known.set(source, worldAt);
  return (source) => known.get(source) ?? now;
}

const changeWords = ({ retracted, by, reason }: Correction): string =>
  `signal ${retracted.id} was taken back by ${by.id}${reason ? ` (${reason.replaceAll('_', ' ')})` : ''}`;
const sentence = (words: string): string => `Corrected: ${words}.`;

/** The cases that corrected lines are in, or were in when nothing speaks of the line any more. */
function ofLines(correction: Correction): Anew[] {
  const byCase = new Map<string, string[]>();
  for (const { key, before, after } of correction.lines) {
    const id = after?.disruptionId ?? before?.disruptionId;
    if (id) byCase.set(id, [...(byCase.get(id) ?? []), key]);
  }
  const change = changeWords(correction);
  const { source, id } = correction.retracted;
  return [...byCase].map(([disruptionId, lines]) => ({
    disruptionId,
    kind: 'corrected',
    words: sentence(change),
    change,
    signal: { source, id },
    lines,
  }));
}

/** Cases that retracted signals spoke of. $1 the signals, $2 the playbook of late lines, $3 cases that closed over it. */
export const SPOKEN = `
  SELECT d.id, r.place FROM jsonb_to_recordset($1::jsonb) AS r(place int, source text, id text)
  JOIN signal s ON s.source = r.source AND s.id = r.id
  JOIN disruption d ON d.subject_keys && ARRAY[s.subject_key] AND d.playbook <> $2
    AND (d.state = 'open' OR d.id = ANY($3::text[]) OR s.event_at BETWEEN d.occurred_at AND d.closed_world_at)`;

/**
 * Cases of other playbooks that a retracted signal spoke of: a sensor's, a stock position's. Their own rules have worked them
 * out without it by now; one that closed over it says so too.
 */
async function ofSubjects(tx: Tx, corrections: readonly Correction[], closed: readonly string[]): Promise<Anew[]> {
  const spoken = corrections.filter(({ lines, retracted }) => !lines.length && retracted.subjectKey !== null);
  if (!spoken.length) return [];
  const found = await tx.$queryRawUnsafe<{ id: string; place: number }[]>(
    SPOKEN,
    JSON.stringify(spoken.map(({ retracted: { source, id } }, place) => ({ place, source, id }))),
    PLAYBOOK,
    closed,
  );
  return found.flatMap(({ id: disruptionId, place }): Anew[] => {
    const correction = spoken[place];
    if (!correction) return [];
    const { source, id } = correction.retracted;
    const change = changeWords(correction);
    return [{ disruptionId, kind: 'corrected', words: sentence(change), change, signal: { source, id }, lines: [] }];
  });
}

/** Lines of open cases that differ from what the newest proposal was weighed on, or travel with another shipment now. */
async function findRedescribed(tx: Tx, told: string[]): Promise<Anew[]> {
  if (!told.length) return [];
  const lines = await tx.orderLine.findMany({ where: { key: { in: told } } });
  const ids = [...new Set(lines.flatMap(({ disruptionId }) => disruptionId ?? []))];
  const latest = await tx.proposal.findMany({
    where: { disruptionId: { in: ids } },
    distinct: ['disruptionId'],
    orderBy: [{ disruptionId: 'asc' }, { revision: 'desc' }],
    select: { disruptionId: true, context: true },
  });
  const cases = await tx.disruption.findMany({ where: { id: { in: ids } }, select: { id: true, key: true } });
  const keys = new Map(cases.map(({ id, key }) => [id, key]));
  return lines.flatMap((line): Anew[] => {
    const moved = keys.get(line.disruptionId ?? '') !== keyOf(line.shipmentKey);
    const context = latest.find(({ disruptionId }) => disruptionId === line.disruptionId)?.context;
    const weighed = (context as { lines?: { key: string }[] } | undefined)?.lines?.find(({ key }) => key === line.key);
    const same = !weighed || canonicalHash(weighed).equals(canonicalHash(caseLineOf(line)));
    if (!line.disruptionId || (same && !moved)) return [];
    const change = `line ${line.lineNumber} was described anew by signal ${line.toldBy}`;
    return [
      {
        disruptionId: line.disruptionId,
        kind: 'redescribed',
        words: `${change.charAt(0).toUpperCase()}${change.slice(1)}.`,
        change,
        signal: { source: line.source, id: line.toldBy },
        lines: [line.key],
      },
    ];
  });
}
