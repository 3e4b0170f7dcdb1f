import { type RegionScope, regionScope, requireRight } from '../../auth/rights.ts';
import { MINUTE } from '../../core/clock.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { signalWords } from '../contracts/index.ts';
import { readProgress } from '../ingest/index.ts';
import { undecidedSql } from '../undecided/index.ts';
import { SIGNAL_PAGE } from './constants.ts';
import { type SignalList, type SignalListInput, type SignalRow, signalListInput } from './schema.ts';

/**
 * How long after its receipt a signal may get its place in the log, at most. Places rise with transactions and receipt with the
 * clock: within this they may be out of step.
 */
const OUT_OF_STEP_MS = 5 * MINUTE;

type Stored = Omit<SignalRow, 'state' | 'words' | 'eventAt' | 'recordedAt' | 'receivedAt'> & {
  eventAt: Date;
  recordedAt: Date;
  receivedAt: Date;
  contractVersion: number;
  data: unknown;
  evaluated: boolean;
  undecided: boolean;
  retracted: boolean;
};

/** SQL that is true of a signal `s` which its own source took back. */
export const RETRACTED = `EXISTS (SELECT 1 FROM retraction r
  WHERE r.source = s.source AND r.signal_id = s.id AND r.by_source_id = s.source_id AND r.finding IS NULL)`;

const UNDECIDED = undecidedSql('s');

/** What a search looks through: that of the index `signal_search`, to the letter. */
const SEARCHED = `(s.id || ' ' || coalesce(s.subject, '') || ' ' || coalesce(substr(s.subject_key, strpos(s.subject_key, '|') + 1), ''))`;

/** Signals that a search reads one after another before it asks the index. */
const NEAR = 10_000;

/** Says only that nothing happened: shown to who asks for it, so that it does not bury what did. */
const CLOCK = 'clock.advanced';

/**
 * A page of the signal log in the reader's regions, newest first, by place in the log: so a page costs the same wherever it is.
 * @throws DomainError `forbidden`
 */
export async function listSignals(db: Database, ctx: Context, input: SignalListInput): Promise<SignalList> {
  const scope = regionScope(requireRight(ctx.actor, 'signals.read'));
  const asked = signalListInput.parse(input);
  const upwards = asked.after !== undefined;
  const { conditions, search, values, evaluated } = await conditionsOf(db, asked, scope);
  const order = `ORDER BY s.seq ${upwards ? 'ASC' : 'DESC'}`;
  const read = async (from: string, filters: readonly string[]): Promise<Stored[]> => {
    const text = `SELECT s.seq::text AS seq, s.source, s.id, s.type, s.contract_version AS "contractVersion", s.subject, s.region,
            s.event_at AS "eventAt", s.recorded_at AS "recordedAt", s.received_at AS "receivedAt", s.data,
            ${evaluated} AS evaluated, ${UNDECIDED} AS undecided, ${RETRACTED} AS retracted
     FROM ${from} s ${whereOf(filters)} ${order} LIMIT ${SIGNAL_PAGE + 1}`;
    return (await db.pool.query<Stored>(text, values)).rows;
  };
  // Words that many signals hold fill a page at once where one begins to read; of those that few hold the index tells.
  const wide = search && !asked.source && !asked.type;
  const near = wide
    ? await read(`(SELECT * FROM signal s ${whereOf(conditions)} ${order} LIMIT ${NEAR})`, [search])
    : [];
  const rows = near.length > SIGNAL_PAGE ? near : await read('signal', search ? [...conditions, search] : conditions);
  const more = rows.length > SIGNAL_PAGE;
  const page = rows.slice(0, SIGNAL_PAGE);
  if (upwards) page.reverse();
  const [top, bottom] = [page[0]?.seq ?? null, page.at(-1)?.seq ?? null];
  return {
    rows: page.map(viewOf),
    older: upwards || more ? bottom : null,
    newer: upwards ? (more ? top : null) : asked.before === undefined ? null : top,
  };
}

const whereOf = (filters: readonly string[]): string => (filters.length ? `WHERE ${filters.join(' AND ')}` : '');

function viewOf({ data, contractVersion, evaluated, undecided, retracted, ...row }: Stored): SignalRow {
  return {
    ...row,
    eventAt: row.eventAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    state: retracted ? 'retracted' : undecided ? 'undecided' : evaluated ? 'evaluated' : 'waiting',
    words: signalWords({ type: row.type, contractVersion, recordedAt: row.recordedAt, data }),
  };
}

/** The parts of the `where` with their values. `evaluated` is SQL that says whether a signal has been evaluated. */
async function conditionsOf(db: Database, asked: SignalListInput, scope: RegionScope) {
  const values: unknown[] = [];
  const hold = (value: unknown): string => `$${values.push(value)}`;
  const progress = await readProgress(db);
  const reached = hold([...progress].sort(([a], [b]) => a - b).map(([, seq]) => seq.toString()));
  const evaluated = `s.seq <= (${reached}::bigint[])[s.partition + 1]`;
  const conditions: string[] = [];
  let search: string | null = null;
  if (scope.regions) conditions.push(`s.region = ANY(${hold([...scope.regions])}::text[])`);
  if (!asked.type) conditions.push(`s.type <> '${CLOCK}'`);
  for (const name of ['source', 'type', 'region'] as const) {
    if (asked[name]) conditions.push(`s.${name} = ${hold(asked[name])}`);
  }
  if (asked.subject) {
    const like = hold(`%${asked.subject.replace(/[\\%_]/g, '\\$&')}%`);
    search = `${SEARCHED} ILIKE ${like}`;
  }
  if (asked.from) {
    const from = new Date(asked.from);
    const bound = await firstSeqSince(db, new Date(from.getTime() - OUT_OF_STEP_MS));
    conditions.push(`s.received_at >= ${hold(from.toISOString())}::timestamptz`);
    if (bound) conditions.push(`s.seq >= ${hold(bound)}::bigint`);
  }
  if (asked.to) {
    const to = new Date(asked.to);
    const bound = await firstSeqSince(db, new Date(to.getTime() + OUT_OF_STEP_MS));
    conditions.push(`s.received_at < ${hold(to.toISOString())}::timestamptz`);
    if (bound) conditions.push(`s.seq <= ${hold(bound)}::bigint`);
  }
  if (asked.state === 'retracted') conditions.push(RETRACTED);
  if (asked.state === 'evaluated') conditions.push(`${evaluated} AND NOT ${RETRACTED} AND NOT ${UNDECIDED}`);
  if (asked.state === 'undecided') conditions.push(UNDECIDED);
  if (asked.state === 'waiting') conditions.push(`NOT (${evaluated}) AND NOT ${RETRACTED}`);
  if (asked.before) conditions.push(`s.seq < ${hold(asked.before)}::bigint`);
  if (asked.after) conditions.push(`s.seq > ${hold(asked.after)}::bigint`);
  return { conditions, search, values, evaluated };
}

/** The place of the first signal received at or after an instant; null when none was. */
async function firstSeqSince(db: Database, at: Date): Promise<string | null> {
  const { rows } = await db.pool.query<{ seq: string }>(
    `SELECT seq::text AS seq FROM signal WHERE received_at >= $1::timestamptz ORDER BY received_at, source_id LIMIT 1`,
    [at.toISOString()],
  );
  return rows[0]?.seq ?? null;
}
