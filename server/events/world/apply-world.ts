import type { Tx } from '../../db/transaction.ts';
import { FACT_TYPES, readFacts, readMovement, writeFacts, writeMovements } from './facts/index.ts';
import { itemsOf } from './refold-facts.ts';
import { retractSignals } from './retract-signals.ts';
import type { EvaluatedSignal, WorldChange } from './schema.ts';
import { findRepriced, type Place, refreshPositions } from './stock/index.ts';

/**
 * Applies what signals say of the world beyond order lines: one statement for all facts, one for movements, three for the stock
 * they touch or whose unit cost they tell, none when no signal concerns it. The order of signals does not matter and a signal applied twice does no harm.
 * @param upTo the last seq of the log that has been evaluated, where that is not the last of these.
 * @returns what detection looks at: positions of stock that were told of, and signals that were taken back.
 */
export async function applyWorld(tx: Tx, signals: readonly EvaluatedSignal[], upTo?: bigint): Promise<WorldChange[]> {
  const told = signals.filter(({ type, retracted }) => !retracted && FACT_TYPES.has(type));
  const facts = told.flatMap(readFacts);
  const movements = told.flatMap((signal) => readMovement(signal) ?? []);
  await writeFacts(tx, facts);
  await writeMovements(tx, movements);
  const { corrections, places, items } = await retractSignals(tx, signals, upTo);
  const counted = facts.flatMap(({ kind, key, item, site, region, data, toldAt }): Place[] =>
    kind === 'stock' && item !== null && site !== null
      ? [{ key, item, site, region, unit: String(data.unit), toldAt }]
      : [],
  );
  const repriced = await findRepriced(tx, [...itemsOf(facts), ...items]);
  const stock = await refreshPositions(tx, [...repriced, ...counted, ...movements, ...places]);
  return [...stock, ...corrections];
}
