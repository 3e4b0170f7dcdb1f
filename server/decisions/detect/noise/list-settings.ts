import { findNames, nameOf } from '../../../auth/find-names.ts';
import { may, regionScope, requireRight } from '../../../auth/rights.ts';
import { DAY } from '../../../core/clock.ts';
import type { Context } from '../../../core/context.ts';
import type { Database } from '../../../db/client.ts';
import { WATCHED } from './constants.ts';
import { type CountRow, countVerdicts, findCounts, findSettings } from './queries.ts';
import type { NoiseList, Suppressed } from './schema.ts';

/**
 * listNoise gives each setting with what it suppressed in the last day and the last week of wall time.
 * @throws DomainError `forbidden` without the right to read signals.
 */
export async function listNoise(db: Database, ctx: Context): Promise<NoiseList> {
  const person = requireRight(ctx.actor, 'signals.read');
  const now = ctx.clock.now().getTime();
  const [settings, lastDay, lastWeek] = await Promise.all([
    findSettings(db.prisma),
    findCounts(db.prisma, new Date(now - DAY)),
    findCounts(db.prisma, new Date(now - 7 * DAY)),
  ]);
  const names = await findNames(
    db.prisma,
    settings.map(({ changedBy }) => changedBy),
  );
  // What was suppressed is counted for all regions together, and so told to those who see them all.
  const every = regionScope(person).regions === null;
  const allowed = every && may(person.roles, 'noise.change');
  return {
    settings: settings.map(({ type, measure, version, values, changedBy, changedAt }) => {
      const watched = WATCHED.find((one) => one.type === type && one.measure === measure);
      return {
        type,
        measure,
        title: watched?.title ?? type,
        unit: watched?.unit ?? '',
        // A setting that was never stored is the default, which is the first version.
        version: Math.max(version, 0),
        values,
        changedBy: nameOf(names, changedBy),
        changedAt: changedAt.toISOString(),
        lastDay: every ? sumOf(lastDay, type, measure) : null,
        lastWeek: every ? sumOf(lastWeek, type, measure) : null,
      };
    }),
    may: { allowed, why: allowed ? null : 'An operator who sees every region changes these settings.' },
  };
}

function sumOf(counts: readonly CountRow[], type: string, measure: string): Suppressed {
  const found = counts.find((row) => row.type === type && row.measure === measure);
  if (!found) return countVerdicts([]);
  const { type: _type, measure: _measure, ...sums } = found;
  return sums;
}
