import type { Tx } from '../../db/transaction.ts';
import { findGoods, type Goods } from '../../events/world/index.ts';
import type { BandSetting, ToldReading } from './noise/index.ts';

/** Whence a band: the reading tells it, the goods in the thing are described with it, or it is set for the measure. */
export type BandFrom = 'signal' | 'item' | 'setting';
type Banded = ((reading: ToldReading) => ToldReading | null) & { from(reading: ToldReading): BandFrom };

/**
 * The band of each reading: as it tells itself, else that of the goods in it, else of the setting. Null: it has none.
 * @param told readings of every thing that is to be judged, one of each at least.
 */
export async function findBands(tx: Tx, told: readonly ToldReading[], setting: BandSetting): Promise<Banded> {
  const without = told.filter(({ band }) => band.low === null && band.high === null);
  const goods = await findGoods(
    tx,
    without.map(({ thing, shipment }) => ({ thing, shipment })),
  );
  const ofItems = (thing: string) => bandOfGoods(goods.filter((row) => row.thing === thing));
  const from = ({ band, thing }: ToldReading): BandFrom => {
    if (band.low !== null || band.high !== null) return 'signal';
    return ofItems(thing) ? 'item' : 'setting';
  };
  const banded = (reading: ToldReading): ToldReading | null => {
    if (reading.band.low !== null || reading.band.high !== null) return reading;
    const band = ofItems(reading.thing) ?? { low: setting.low, high: setting.high };
    return band.low === null && band.high === null ? null : { ...reading, band };
  };
  return Object.assign(banded, { from });
}

/** The band that all goods of a thing bear; null when none is told. */
function bandOfGoods(goods: readonly Goods[]) {
  const lows = goods.flatMap(({ minCelsius }) => minCelsius ?? []);
  const highs = goods.flatMap(({ maxCelsius }) => maxCelsius ?? []);
  if (!lows.length && !highs.length) return null;
  return { low: lows.length ? Math.max(...lows) : null, high: highs.length ? Math.min(...highs) : null };
}
