import type { Tx } from '../../../db/transaction.ts';
import { newestWords } from './rules.ts';
import type { StockMovement, WorldFact } from './schema.ts';

const COLUMNS =
  'key, aspect, source, kind, region, search, item, site, equipment, data, rank_at, event_at, told_at, signal_id';
const ORDER = (row: string) => `(${row}.rank_at, ${row}.told_at, ${row}.signal_id COLLATE "C")`;

/** In the order of keys, so that two deciders that meet take the rows in one order. A word that is not newer changes nothing. */
const WRITE_FACTS = `
  INSERT INTO world_fact AS f (${COLUMNS})
  SELECT key, aspect, source, kind, region, search, item, site, equipment, data, "rankAt", "eventAt", "toldAt", "signalId"
  FROM jsonb_to_recordset($1::jsonb) AS r(key text, aspect text, source text, kind text, region text, search text, item text,
       site text, equipment text[], data jsonb, "rankAt" timestamptz, "eventAt" timestamptz, "toldAt" timestamptz, "signalId" text)
  ORDER BY key, aspect, source
  ON CONFLICT (key, aspect, source) DO UPDATE SET (${COLUMNS}) =
    ROW(${COLUMNS.split(', ')
      .map((column) => `excluded.${column}`)
      .join(', ')})
  WHERE ${ORDER('excluded')} > ${ORDER('f')}`;

/** Stores what is newer than what the same source said before, in one statement. The order of calls does not matter. */
export async function writeFacts(tx: Tx, facts: readonly WorldFact[]): Promise<void> {
  if (facts.length) await tx.$executeRawUnsafe(WRITE_FACTS, JSON.stringify(newestWords(facts)));
}

const WRITE_MOVEMENTS = `
  INSERT INTO stock_movement (source, signal_id, key, lot, quantity, unit, reason, reference, region, event_at, told_at)
  SELECT source, "signalId", key, lot, quantity, unit, reason, reference, region, "eventAt", "toldAt"
  FROM jsonb_to_recordset($1::jsonb) AS r(source text, "signalId" text, key text, lot text, quantity float8, unit text,
       reason text, reference text, region text, "eventAt" timestamptz, "toldAt" timestamptz)
  ORDER BY source, "signalId"
  ON CONFLICT (source, signal_id) DO NOTHING`;

/** Stores movements of stock, each once however often it is told. */
export async function writeMovements(tx: Tx, movements: readonly StockMovement[]): Promise<void> {
  if (movements.length) await tx.$executeRawUnsafe(WRITE_MOVEMENTS, JSON.stringify(movements));
}
