import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Undecided } from '../../db/generated/client.ts';
import { signalWords } from '../contracts/index.ts';
import { UNDECIDED_OPEN, UNDECIDED_PAGE } from './constants.ts';
import { todoOf } from './rules.ts';
import { type UndecidedList, type UndecidedView, undecidedListInput } from './schema.ts';

const isOpen = { in: [...UNDECIDED_OPEN] };

export const viewOf = (row: Undecided): UndecidedView => ({
  state: row.state === 'asked' ? 'asked' : 'waiting',
  code: row.code,
  error: row.error,
  todo: todoOf(row.code),
  tries: row.tries,
  since: row.since.toISOString(),
  triedAt: row.triedAt.toISOString(),
  askedBy: row.askedBy,
});

/** What stands of one signal; null when it is decided. */
export async function findUndecided(db: Pick<Database, 'prisma'>, seq: bigint): Promise<UndecidedView | null> {
  const row = await db.prisma.undecided.findFirst({ where: { seq, state: isOpen } });
  return row && viewOf(row);
}

/** Which of some signals are undecided, by their places in the log. */
export async function findUndecidedAmong(
  db: Pick<Database, 'prisma'>,
  seqs: readonly bigint[],
): Promise<ReadonlySet<bigint>> {
  if (!seqs.length) return new Set();
  const rows = await db.prisma.undecided.findMany({
    where: { seq: { in: [...seqs] }, state: isOpen },
    select: { seq: true },
  });
  return new Set(rows.map(({ seq }) => seq));
}

/** How many signals are undecided, and since when the oldest is (wall time). */
export async function countUndecided(
  db: Pick<Database, 'pool'>,
): Promise<{ count: number; oldestSince: string | null }> {
  const { rows } = await db.pool.query<{ count: number; since: Date | null }>({
    name: 'count-undecided',
    text: `SELECT count(*)::int AS count, min(since) AS since FROM undecided WHERE state = ANY($1::text[])`,
    values: [[...UNDECIDED_OPEN]],
  });
  return { count: rows[0]?.count ?? 0, oldestSince: rows[0]?.since?.toISOString() ?? null };
}

/** A page of the undecided signals in the reader's regions, by place in the log, with how many there are. @throws DomainError `forbidden` */
export async function listUndecided(
  db: Database,
  ctx: Context,
  input: { after?: string | undefined },
): Promise<UndecidedList> {
  const scope = inScope(regionScope(requireRight(ctx.actor, 'signals.read')));
  const { after } = undecidedListInput.parse(input);
  const [found, totals, sources] = await Promise.all([
    db.prisma.undecided.findMany({
      where: { ...scope, state: isOpen, ...(after ? { seq: { gt: BigInt(after) } } : {}) },
      orderBy: { seq: 'asc' },
      take: UNDECIDED_PAGE + 1,
    }),
    db.prisma.undecided.groupBy({ by: ['state'], where: { ...scope, state: isOpen }, _count: true }),
    db.prisma.source.findMany({ select: { id: true, name: true } }),
  ]);
  const rows = found.slice(0, UNDECIDED_PAGE);
  const signals = await db.prisma.signal.findMany({ where: { seq: { in: rows.map(({ seq }) => seq) } } });
  const words = new Map(signals.map((signal) => [signal.seq, signalWords(signal)]));
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const count = (state: string) => totals.find((row) => row.state === state)?._count ?? 0;
  return {
    rows: rows.map((row) => ({
      ...viewOf(row),
      seq: row.seq.toString(),
      source: row.source,
      id: row.id,
      type: row.type,
      region: row.region,
      sourceName: names.get(row.sourceId) ?? row.sourceId,
      words: words.get(row.seq) ?? '',
    })),
    next: found.length > UNDECIDED_PAGE ? (rows.at(-1)?.seq.toString() ?? null) : null,
    totals: { waiting: count('waiting'), asked: count('asked') },
  };
}
