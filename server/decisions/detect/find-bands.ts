import type { Tx } from '../../db/transaction.ts';
import { findGoods, type Goods } from '../../events/world/index.ts';
import type { Band, BandSetting, ToldReading } from './noise/index.ts';

type Banded = (reading: ToldReading) => ToldReading | null;

/**
 * The band of each reading, with whence it comes: as it tells itself, else that of the goods in it, else of the setting. Null: it
 * has none.
 * @param told readings of every thing that is to be judged, one of each at least.
 */
export async function findBands(tx: Tx, told: readonly ToldReading[], setting: BandSetting): Promise<Banded> {
  const without = told.filter(({ band }) => band.low === null && band.high === null);
  const goods = await findGoods(
    tx,
    without.map(({ thing, shipment, at }) => ({ thing, shipment, at: new Date(at).toISOString() })),
  );
  const bandOf = ({ band, thing }: ToldReading): Band => {
    if (band.low !== null || band.high !== null) return { ...band, from: 'signal' };
    const ofGoods = bandOfGoods(goods.filter((row) => row.thing === thing));
    return ofGoods ? { ...ofGoods, from: 'item' } : { low: setting.low, high: setting.high, from: 'setting' };
  };
  return (reading) => {
    const band = bandOf(reading);
    return band.low === null && band.high === null ? null : { ...reading, band };
  };
}

/** The band that all goods of a thing bear; null when none is told. */
function bandOfGoods(goods: readonly Goods[]) {
  const lows = goods.flatMap(({ minCelsius }) => minCelsius ?? []);
  const highs = goods.flatMap(({ maxCelsius }) => maxCelsius ?? []);
  if (!lows.length && !highs.length) return null;
  return { low: lows.length ? Math.max(...lows) : null, high: highs.length ? Math.min(...highs) : null };
}
