import type { Disruption } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';

const COLUMNS = `id text, key text, playbook text, source text, region text, title text, state text, "closedReason" text,
  severity text, supplier text, origin text, destination text, shipment text, "lineCount" int,
  "valueAtRisk" numeric, currency text, "occurredAt" timestamptz, "breachAt" timestamptz, "detectedWorldAt" timestamptz,
  "closedWorldAt" timestamptz, "openedAt" timestamptz, "closedAt" timestamptz, "factsVersion" int, "updatedAt" timestamptz,
  "valueKnown" boolean, facts jsonb, "subjectKeys" text[]`;
const names = COLUMNS.split(',').map((column) => (column.trim().split(' ')[0] ?? '').replaceAll('"', ''));
const stored = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const UPSERT = `
  INSERT INTO disruption (${names.map(stored).join(', ')})
  SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM jsonb_to_recordset($1::jsonb) AS r(${COLUMNS})
  ON CONFLICT (id) DO UPDATE SET ${names
    .filter((name) => !['id', 'key', 'playbook', 'source', 'openedAt', 'detectedWorldAt'].includes(name))
    .map((name) => `${stored(name)} = excluded.${stored(name)}`)
    .join(', ')}`;

/** The row of a case as it is written: every column but those that people or later passes set. */
export type CaseRow = Omit<Disruption, 'ownerId' | 'seq' | 'checkedWorldAt' | 'facts' | 'valueAtRisk'> & {
  valueAtRisk: number;
  facts: object | null;
};

/** Writes new rows of cases, and what changed of those that are there. */
export async function upsertCases(tx: Tx, rows: readonly CaseRow[]): Promise<void> {
  if (!rows.length) return;
  // No more than is written: a row that was read carries columns besides, some of which JSON does not know.
  const written = rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name as keyof CaseRow]])));
  await tx.$executeRawUnsafe(UPSERT, JSON.stringify(written));
}
