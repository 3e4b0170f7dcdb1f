import type { z } from 'zod';
import { regionScope, requireRight } from '../../../auth/rights.ts';
import type { Context } from '../../../core/context.ts';
import { invalid } from '../../../core/errors.ts';
import { plural } from '../../../core/words.ts';
import type { Database } from '../../../db/client.ts';
import { SENSOR_TYPE } from './constants.ts';
import { UNWATCHED, type Verdict } from './fold-readings.ts';
import { foldThing, pastOf } from './fold-thing.ts';
import { byKey, countVerdicts, findNewestReadings, findSettings } from './queries.ts';
import type { ToldReading } from './read-reading.ts';
import { type BandSetting, type Tried, tryNoiseInput } from './schema.ts';

/**
 * tryNoise says what other values would have made of the newest readings of the reader's regions, beside what the present ones make of the
 * same readings. Nothing is stored. Readings are taken in the order in which they happened, from nothing known.
 * @throws DomainError `forbidden`, `invalid` for a setting that has no readings to try.
 */
export async function tryNoise(db: Database, ctx: Context, input: z.input<typeof tryNoiseInput>): Promise<Tried> {
  const scope = regionScope(requireRight(ctx.actor, 'signals.read'));
  const { type, measure, values, readings: limit } = tryNoiseInput.parse(input);
  const present = (await findSettings(db.prisma)).find((row) => row.type === type && row.measure === measure);
  if (type !== SENSOR_TYPE || values.kind !== 'band' || present?.values.kind !== 'band') {
    throw invalid('Only settings of sensor readings can be tried on what there has been.');
  }
  const readings = await findNewestReadings(db.prisma, scope, limit);
  const asSet = await judge(readings, present.values);
  const asTried = await judge(readings, values);
  const times = readings.map(({ at }) => at).sort((a, b) => a - b);
  const [from, to] = [times[0], times.at(-1)];
  return {
    readings: readings.length,
    things: byKey(readings).size,
    from: from === undefined ? null : new Date(from).toISOString(),
    to: to === undefined ? null : new Date(to).toISOString(),
    asSet,
    asTried,
    words: readings.length
      ? `The last ${plural(readings.length, 'reading')} would have raised ${plural(asTried.cases, 'case')}; with the present values ${plural(asSet.cases, 'case')}.`
      : 'No reading has been told yet, so there is nothing to try the values on.',
  };
}

async function judge(readings: readonly ToldReading[], setting: BandSetting): Promise<Tried['asSet']> {
  const verdicts: Verdict[] = [];
  let cases = 0;
  for (const theirs of byKey(readings).values()) {
    const banded = theirs.flatMap((reading) => {
      const told = reading.band.low !== null || reading.band.high !== null;
      const band = told ? reading.band : { low: setting.low, high: setting.high };
      return band.low === null && band.high === null ? [] : [{ ...reading, band }];
    });
    const folded = await foldThing(UNWATCHED, banded, { setting, past: pastOf(banded) });
    verdicts.push(...folded.verdicts);
    cases += folded.opened;
  }
  return { ...countVerdicts(verdicts), cases };
}
