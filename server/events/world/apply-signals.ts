import type { Tx } from '../../db/transaction.ts';
import { addFacts } from './add-facts.ts';
import { readLineFact } from './read-line-fact.ts';
import { contributionOf, foldLine, type Line, lineKeyOf } from './rules.ts';
import type { AppliedLine, EvaluatedSignal, LineStatus } from './schema.ts';

type Marks = { overdueAt: Date | null; disruptionId: string | null };
type Held = { before: (Line & Marks) | null; after: Line; toldAt: Date };

/**
 * Applies what signals say of order lines to world state and to the sums of lanes and items, in few statements a batch.
 * The order of signals does not matter and a signal applied twice does no harm.
 * @returns one entry a line touched, before and after, in the order of first touch.
 */
export async function applySignals(tx: Tx, signals: readonly EvaluatedSignal[]): Promise<AppliedLine[]> {
  const facts = signals.flatMap((signal) => readLineFact(signal) ?? []);
  if (!facts.length) return [];
  const stored = await lockLines(tx, [...new Set(facts.map((fact) => lineKeyOf(fact.source, fact.line.lineNumber)))]);
  const held = new Map<string, Held>();
  for (const fact of facts) {
    const key = lineKeyOf(fact.source, fact.line.lineNumber);
    const known = held.get(key);
    const before = known ? known.before : (stored.get(key) ?? null);
    const toldAt = known && known.toldAt > fact.toldAt ? known.toldAt : fact.toldAt;
    held.set(key, { before, after: foldLine(known ? known.after : before, fact), toldAt });
  }
  const touched = [...held.values()];
  await writeLines(
    tx,
    touched.map(({ after }) => after),
  );
  await addFacts(
    tx,
    touched.map(({ before, after }) => ({
      source: after.source,
      before: before ? contributionOf(before) : null,
      after: contributionOf(after),
    })),
  );
  return touched.map(({ before, after, toldAt }) => ({
    key: after.key,
    source: after.source,
    shipmentKey: after.shipmentKey,
    region: after.region,
    toldAt,
    before: before ? statusOf(before, before) : null,
    after: statusOf(after, before ?? { overdueAt: null, disruptionId: null }),
  }));
}

const statusOf = (line: Line, marks: Marks): LineStatus => ({
  announcedBy: line.announcedBy,
  announcedAt: line.announcedAt,
  dueAt: line.dueAt,
  deliveredAt: line.deliveredAt,
  recordedAt: line.recordedAt,
  overdueAt: marks.overdueAt,
  disruptionId: marks.disruptionId,
});

const COLUMNS = `key text, source text, "orderNumber" text, "lineNumber" text, "shipmentKey" text, shipment text, supplier text,
  item text, "itemGroup" text, origin text, destination text, region text, customer text, mode text, quantity float8,
  "packUnit" text, value numeric, "firstLine" boolean, "announcedBy" text, "announcedAt" timestamptz, "dueAt" timestamptz,
  "deliveredAt" timestamptz, "recordedAt" timestamptz, "weightKg" float8, freight numeric, "toldAt" timestamptz,
  "toldBy" text, "deliveryId" text, "announceSeq" bigint, "deliverySeq" bigint`;

/** `"lineNumber" text` → `lineNumber` → `line_number`. */
const names = COLUMNS.split(',').map((column) => (column.trim().split(' ')[0] ?? '').replaceAll('"', ''));
const stored = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const quoted = (name: string) => `"${name}"`;

const SELECT_LINES = `
  SELECT ${names.map((name) => `${stored(name)} AS ${quoted(name)}`).join(', ')}, overdue_at AS "overdueAt", disruption_id AS "disruptionId"
  FROM order_line WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE`;

const WRITE_LINES = `
  INSERT INTO order_line (${names.map(stored).join(', ')})
  SELECT ${names.map(quoted).join(', ')} FROM jsonb_to_recordset($1::jsonb) AS r(${COLUMNS})
  ON CONFLICT (key) DO UPDATE SET ${names
    .filter((name) => name !== 'key')
    .map((name) => `${stored(name)} = excluded.${stored(name)}`)
    .join(', ')}`;

type StoredLine = Omit<Line, 'value' | 'freight'> & Marks & { value: unknown; freight: unknown };

async function lockLines(tx: Tx, keys: string[]): Promise<Map<string, Line & Marks>> {
  const rows = await tx.$queryRawUnsafe<StoredLine[]>(SELECT_LINES, keys);
  return new Map(
    rows.map((row) => [
      row.key,
      { ...row, value: Number(row.value), freight: row.freight === null ? null : Number(row.freight) },
    ]),
  );
}

async function writeLines(tx: Tx, lines: Line[]): Promise<void> {
  const rows = JSON.stringify(lines, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));
  await tx.$executeRawUnsafe(WRITE_LINES, rows);
}
