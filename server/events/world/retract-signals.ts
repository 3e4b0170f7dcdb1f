import type { Tx } from '../../db/transaction.ts';
import { signalRetracted, signalWords } from '../contracts/index.ts';
import { undecidedSql } from '../undecided/index.ts';
import { refoldFacts } from './refold-facts.ts';
import { lineKeyOfSignal, refoldLines } from './refold-lines.ts';
import { toldInstant } from './rules.ts';
import type { Correction, EvaluatedSignal } from './schema.ts';
import type { Place } from './stock/index.ts';

/** Two retractions of one signal: the one recorded first counts, whichever came first. */
const STORE = `
  INSERT INTO retraction AS t (source, signal_id, by_source_id, by_source, by_id, region, reason, declared_at, corrected_by, told_at)
  SELECT source, "signalId", "bySourceId", "bySource", "byId", region, reason, "declaredAt",
         ARRAY(SELECT jsonb_array_elements_text("correctedBy")), "toldAt"
  FROM jsonb_to_recordset($1::jsonb) AS r(source text, "signalId" text, "bySourceId" text, "bySource" text, "byId" text,
       region text, reason text, "declaredAt" timestamptz, "correctedBy" jsonb, "toldAt" timestamptz)
  ORDER BY source, "signalId", "bySourceId"
  ON CONFLICT (source, signal_id, by_source_id) DO UPDATE SET by_source = excluded.by_source, by_id = excluded.by_id,
    region = excluded.region, reason = excluded.reason, declared_at = excluded.declared_at,
    corrected_by = excluded.corrected_by, told_at = excluded.told_at
  WHERE (excluded.told_at, excluded.by_id COLLATE "C") < (t.told_at, t.by_id COLLATE "C")`;

const TARGETS = `
  SELECT s.seq::text AS seq, s.source, s.id, s.source_id AS "sourceId", s.type, s.contract_version AS "contractVersion", s.subject,
         s.region, s.event_at AS "eventAt", s.recorded_at AS "recordedAt", s.received_at AS "receivedAt", s.data,
         encode(s.payload_hash, 'hex') AS "payloadHash", s.subject_key AS "subjectKey",
         t.applied_at AS "appliedAt", ${undecidedSql('s')} AS undecided
  FROM jsonb_to_recordset($1::jsonb) AS r(source text, "signalId" text, "bySourceId" text)
  JOIN signal s ON s.source = r.source AND s.id = r."signalId"
  JOIN retraction t ON t.source = r.source AND t.signal_id = r."signalId" AND t.by_source_id = r."bySourceId" ORDER BY s.seq`;

/**
 * The cursors of the other partitions that hold streams of which another stream takes signals back. Held until this transaction ends: a
 * batch under way there ends first, so that what it applied is seen here, and the next one begins after it and sees the retraction.
 */
const OTHERS = `
  SELECT s.source, c.seq::text AS seq FROM stream s JOIN cursor c ON c.name = 'decide-' || s.partition
  WHERE s.source = ANY($1::text[]) AND s.partition <> (SELECT partition FROM stream WHERE source = $2)
  ORDER BY c.name FOR SHARE OF c`;

const MARK = `
  UPDATE retraction t SET applied_at = coalesce(t.applied_at, r."appliedAt"), finding = r.finding
  FROM jsonb_to_recordset($1::jsonb) AS r(source text, "signalId" text, "bySourceId" text, "appliedAt" timestamptz, finding text)
  WHERE t.source = r.source AND t.signal_id = r."signalId" AND t.by_source_id = r."bySourceId"`;

type Taken = {
  source: string;
  signalId: string;
  bySourceId: string;
  bySource: string;
  byId: string;
  region: string;
  reason: string | null;
  declaredAt: Date | null;
  correctedBy: string[];
  toldAt: Date;
  seq: bigint;
  receivedAt: Date;
};
type TargetRow = Omit<EvaluatedSignal, 'seq'> & { seq: string; appliedAt: Date | null; undecided: boolean };
/** `places`: stock that must be worked out again; `items`: those whose description is another now. */
type Corrected = { corrections: Correction[]; places: Place[]; items: string[] };
const NOTHING: Corrected = { corrections: [], places: [], items: [] };

const NOT_ITS_OWN = 'The signal is not of this source: only its sender may take it back.';
const NO_RETRACTION_OF_A_RETRACTION = 'A retraction cannot be taken back: send the signal again under a new id.';

/** A signal that was set aside and is taken back needs no evaluation any more. */
const FORGET = `
  UPDATE undecided SET state = 'retracted' WHERE seq = ANY($1::bigint[]) AND state IN ('waiting', 'asked')`;

/**
 * Takes back what `signal.retracted` signals name: world state is worked out again from the log without them. One that comes
 * before its target is kept, and the target says nothing when it comes. Nothing is done when no signal takes any back.
 * @param upTo the last seq of the log that has been evaluated, where that is not the last of these: one evaluated again is older.
 * @returns a correction for each signal that had its effect and lost it, and the stock that must be worked out again.
 */
export async function retractSignals(tx: Tx, signals: readonly EvaluatedSignal[], upTo?: bigint): Promise<Corrected> {
  const taken = signals.filter(({ type }) => type === signalRetracted.type).map(readRetraction);
  if (!taken.length) return NOTHING;
  const first = new Map<string, Taken>();
  for (const one of taken) {
    const place = JSON.stringify([one.source, one.signalId, one.bySourceId]);
    const known = first.get(place);
    if (
      !known ||
      one.toldAt < known.toldAt ||
      (one.toldAt.getTime() === known.toldAt.getTime() && one.byId < known.byId)
    )
      first.set(place, one);
  }
  const unique = [...first.values()];
  await tx.$executeRawUnsafe(
    STORE,
    JSON.stringify(unique.map(({ seq: _seq, receivedAt: _receivedAt, ...row }) => row)),
  );
  const elsewhere = unique.filter(({ source, bySource }) => source !== bySource).map(({ source }) => source);
  const reached = await lockOthers(tx, elsewhere, unique[0]?.bySource ?? '');
  const rows = await tx.$queryRawUnsafe<TargetRow[]>(
    TARGETS,
    JSON.stringify(unique.map(({ source, signalId, bySourceId }) => ({ source, signalId, bySourceId }))),
  );
  const targets = new Map(rows.map((row) => [JSON.stringify([row.source, row.id]), { ...row, seq: BigInt(row.seq) }]));
  const marks: {
    source: string;
    signalId: string;
    bySourceId: string;
    appliedAt: Date | null;
    finding: string | null;
  }[] = [];
  const effective: { one: Taken; target: EvaluatedSignal }[] = [];
  const forgotten: string[] = [];
  for (const one of unique) {
    const target = targets.get(JSON.stringify([one.source, one.signalId]));
    if (!target) continue;
    const { source, signalId, bySourceId } = one;
    const finding =
      target.sourceId !== bySourceId
        ? NOT_ITS_OWN
        : target.type === signalRetracted.type
          ? NO_RETRACTION_OF_A_RETRACTION
          : null;
    marks.push({ source, signalId, bySourceId, appliedAt: finding ? null : one.receivedAt, finding });
    // What comes after the retraction in the log is skipped when it is read; what was taken back before is gone already.
    if (finding) continue;
    if (target.undecided) forgotten.push(target.seq.toString());
    else if (!target.appliedAt && wasApplied(target.seq, one, reached, upTo)) effective.push({ one, target });
  }
  if (forgotten.length) await tx.$executeRawUnsafe(FORGET, forgotten);
  if (marks.length) await tx.$executeRawUnsafe(MARK, JSON.stringify(marks));
  if (!effective.length) return NOTHING;

  const gone = effective.map(({ target }) => target);
  const last = upTo ?? lastOf(signals);
  const lines = await refoldLines(tx, gone, last);
  const { places, items } = await refoldFacts(tx, gone, last);
  const corrections = effective.map(({ one, target }): Correction => {
    const { source, id, type, subjectKey, eventAt } = target;
    return {
      kind: 'correction',
      retracted: { source, id, type, words: signalWords(target), subjectKey, eventAt },
      by: { source: one.bySource, id: one.byId },
      reason: one.reason,
      correctedBy: one.correctedBy,
      lines: lines.filter(({ key }) => key === lineKeyOfSignal(target)),
    };
  });
  return { corrections, places, items };
}

const lastOf = (signals: readonly EvaluatedSignal[]): bigint =>
  signals.reduce((last, { seq }) => (seq > last ? seq : last), 0n);

/** Up to where the log of each of some streams has been evaluated, for those of other partitions than the stream `from`. */
async function lockOthers(tx: Tx, sources: readonly string[], from: string): Promise<Map<string, bigint>> {
  if (!sources.length) return new Map();
  const rows = await tx.$queryRawUnsafe<{ source: string; seq: string }[]>(OTHERS, [...new Set(sources)], from);
  return new Map(rows.map(({ source, seq }) => [source, BigInt(seq)]));
}

/**
 * Whether a signal had its effect: in the same part of the log it stands before its retraction; in another part, which may be
 * ahead or behind, it has been evaluated already.
 */
function wasApplied(
  seq: bigint,
  { seq: by, source, bySource }: Taken,
  reached: ReadonlyMap<string, bigint>,
  upTo: bigint | undefined,
): boolean {
  const to = source === bySource ? undefined : reached.get(source);
  if (to !== undefined) return seq <= to;
  // A retraction that is evaluated again was passed over when the log was read: what came after it has had its effect too.
  return upTo === undefined ? seq < by : seq <= upTo;
}

function readRetraction(signal: EvaluatedSignal): Taken {
  const { retracts, reason, declaredAt, correctedBy } = signalRetracted.schema.parse(signal.data);
  return {
    source: retracts.source,
    signalId: retracts.id,
    bySourceId: signal.sourceId,
    bySource: signal.source,
    byId: signal.id,
    region: signal.region,
    reason,
    declaredAt: declaredAt === null ? null : toldInstant(declaredAt),
    correctedBy,
    toldAt: signal.recordedAt,
    seq: signal.seq,
    receivedAt: signal.receivedAt,
  };
}
