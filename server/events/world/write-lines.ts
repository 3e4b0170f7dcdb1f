import { PLAN_ANEW } from '../../db/statement-names.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Line } from './rules.ts';

/** What detection has noted on a line; no signal tells it. */
export type Marks = { overdueAt: Date | null; disruptionId: string | null };

const COLUMNS = `key text, source text, "orderNumber" text, "lineNumber" text, "shipmentKey" text, "shipmentKeys" text[], shipment text, supplier text,
  item text, "itemGroup" text, origin text, destination text, region text, customer text, mode text, quantity float8,
  "packUnit" text, value numeric, "firstLine" boolean, "announcedBy" text, "announcedAt" timestamptz, "dueAt" timestamptz,
  "deliveredAt" timestamptz, "recordedAt" timestamptz, "weightKg" float8, freight numeric, "toldAt" timestamptz,
  "toldBy" text, "deliveryId" text, "announceSeq" bigint, "deliverySeq" bigint`;

/** `"lineNumber" text` → `lineNumber` → `line_number`. */
const names = COLUMNS.split(',').map((column) => (column.trim().split(' ')[0] ?? '').replaceAll('"', ''));
const stored = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const quoted = (name: string) => `"${name}"`;

const SELECT_LINES = `${PLAN_ANEW}
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

/** The stored lines of some keys, locked in the order of keys. */
export async function lockLines(tx: Tx, keys: string[]): Promise<Map<string, Line & Marks>> {
  const rows = await tx.$queryRawUnsafe<StoredLine[]>(SELECT_LINES, keys);
  return new Map(
    rows.map((row) => [
      row.key,
      { ...row, value: Number(row.value), freight: row.freight === null ? null : Number(row.freight) },
    ]),
  );
}

/** Stores lines, whole, in one statement; the marks of detection stay as they are. */
export async function writeLines(tx: Tx, lines: readonly Line[]): Promise<void> {
  const rows = lines.map((line) => ({
    ...line,
    announceSeq: line.announceSeq?.toString() ?? null,
    deliverySeq: line.deliverySeq?.toString() ?? null,
  }));
  await tx.$executeRawUnsafe(WRITE_LINES, JSON.stringify(rows));
}
