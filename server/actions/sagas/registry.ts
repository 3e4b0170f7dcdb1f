import { adjustLedger } from './adjust-ledger.ts';
import { correctSetPoint } from './correct-set-point.ts';
import type { Saga } from './definition.ts';
import { expediteByAir } from './expedite-by-air.ts';
import { freezeStock } from './freeze-stock.ts';
import { holdGoods } from './hold-goods.ts';
import { recountStock } from './recount-stock.ts';
import { splitToSupplier } from './split-to-supplier.ts';

/** Every released saga with every version that may still have an action in flight. Loading this file checks them all. */
const SAGAS: Saga[] = [
  expediteByAir,
  splitToSupplier,
  holdGoods,
  correctSetPoint,
  recountStock,
  freezeStock,
  adjustLedger,
];

/** The sagas by name and version. */
export type Registry = { newest(name: string): Saga | null; find(name: string, version: number): Saga | null };

/** @throws Error when two sagas share a name and version. */
export function createRegistry(sagas: Saga[] = SAGAS): Registry {
  const byKey = new Map<string, Saga>();
  const newest = new Map<string, Saga>();
  for (const saga of sagas) {
    const key = `${saga.name} v${saga.version}`;
    if (byKey.has(key)) throw new Error(`Two sagas are called ${key}.`);
    byKey.set(key, saga);
    if ((newest.get(saga.name)?.version ?? 0) < saga.version) newest.set(saga.name, saga);
  }
  return {
    newest: (name) => newest.get(name) ?? null,
    find: (name, version) => byKey.get(`${name} v${version}`) ?? null,
  };
}
