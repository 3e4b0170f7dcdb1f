import type { Goods } from '../../events/world/index.ts';
import {
  COLD_CHAIN,
  type ColdChainFacts,
  coldChainFactsSchema,
  findEvidence,
  goodsValue,
  type Heard,
  judgeSilence,
  silentFrom,
  stepOf,
  type ThreatenedGoods,
  weighFrom,
} from '../agents/index.ts';
import {
  subjectOfExcursion,
  tellExcursion,
  tellExcursionClosing,
  tellHeardAgain,
  tellSilence,
  titleOfExcursion,
} from '../disruptions/index.ts';
import { closeUnreadable } from './close-unreadable.ts';
import { type BandSetting, beyond, type Episode, meanKinetic, type ToldReading } from './noise/index.ts';
import { type OpenCase, READ_ANEW } from './queries.ts';
import type { FoldedKey } from './watch-sensors.ts';
import type { WatchedCase } from './write-watched.ts';

type Excursion = {
  caseKey: string;
  one: FoldedKey;
  /** Null: the open case rests on no excursion any more, because readings came late or were taken back. */
  episode: Episode | null;
  existing: OpenCase | null;
  goods: readonly Goods[];
  setting: BandSetting;
};

const MINUTE = 60_000;
const iso = (at: number): string => new Date(at).toISOString();

const CLOSED_WORDS = {
  back_in_band: 'it is back in its band',
  false_alarm: 'readings that came late show that it was none',
  corrected: 'the readings that it stood on were taken back',
} as const;

/** What a batch says of one excursion: its facts, and whether what changed bears on the answer. */
export function describeExcursion({ caseKey, one, episode, existing, goods, setting }: Excursion): WatchedCase {
  const known = existing && coldChainFactsSchema.safeParse(existing.facts);
  const before = known?.success ? known.data : null;
  const { newest } = one;
  const reason = episode ? 'back_in_band' : one.corrected ? 'corrected' : 'false_alarm';
  const facts =
    episode && newest
      ? factsOf(one, newest, episode, { goods, setting, before })
      : before && { ...before, endedAt: before.lastOutside };
  if (!facts) {
    if (!existing) throw new RangeError(`an excursion of ${one.key} that is neither read nor stored`);
    const change = CLOSED_WORDS[reason];
    return closeUnreadable(existing, { reason, change, told: `${existing.shipment}: ${change}.` });
  }
  const valueUsd = goodsValue(facts);
  const ended = episode === null ? Date.parse(facts.lastOutside) : episode.closedAt;
  const closed = ended === null ? null : { at: new Date(ended), reason };
  const change = before ? changeWords(before, facts, setting) : existing ? READ_ANEW : null;
  const note = episode && noteOf(before, facts, episode);
  return {
    key: caseKey,
    playbook: COLD_CHAIN,
    existing,
    source: newest?.source ?? existing?.source ?? '',
    region: newest?.region ?? existing?.region ?? '',
    subject: subjectOfExcursion(facts),
    subjectKeys: [one.key],
    title: titleOfExcursion(facts),
    valueUsd,
    lineCount: facts.goods.length,
    occurredAt: new Date(facts.since),
    breachAt: new Date(Date.parse(facts.since) + setting.allowedMinutes * MINUTE),
    detectedAt: new Date(episode?.openedAt ?? facts.since),
    facts,
    closed,
    material: change !== null || closed !== null,
    change: closed ? CLOSED_WORDS[reason] : (change ?? 'newer readings'),
    told: closed ? tellExcursionClosing(closed.reason, facts) : tellExcursion(facts),
    ...(note ? { note } : {}),
  };
}

/** What the timeline says of the measuring: that it is measured again, or that silence raised it. */
function noteOf(before: ColdChainFacts | null, facts: ColdChainFacts, episode: Episode): WatchedCase['note'] | null {
  if (before?.silentSince && facts.silentSince === undefined)
    return {
      kind: 'heard',
      words: tellHeardAgain(facts.latest, before.silentSince),
      worldAt: new Date(facts.latest.at),
    };
  const worldAt = new Date(episode.openedAt);
  const silence = before || facts.silentSince === undefined ? null : judgeSilence(facts, worldAt);
  return silence ? { kind: 'silent', words: tellSilence(silence), worldAt } : null;
}

/** Goods as a case keeps them. */
export const asThreatened = ({ thing: _thing, minCelsius: _min, maxCelsius: _max, ...rest }: Goods): ThreatenedGoods =>
  rest;

function factsOf(
  { watched, reached }: FoldedKey,
  newest: ToldReading,
  episode: Episode,
  { goods, setting, before }: { goods: readonly Goods[]; setting: BandSetting; before: ColdChainFacts | null },
): ColdChainFacts {
  const last = watched.now.last;
  const latest = episode.closedAt === null && last ? { celsius: last.value, at: iso(last.at) } : null;
  const facts: ColdChainFacts = {
    thing: newest.thing,
    thingKind: newest.thingKind,
    band: { ...episode.band, from: episode.band.from ?? before?.band.from ?? 'signal' },
    since: iso(episode.since),
    lastOutside: iso(episode.lastOutside),
    endedAt: episode.closedAt === null ? null : iso(episode.lastOutside),
    worst: { celsius: episode.worst.value, at: iso(episode.worst.at) },
    latest: latest ?? { celsius: episode.latest.value, at: iso(episode.latest.at) },
    outsideMinutes: Math.round(episode.outsideMinutes * 10) / 10,
    allowedMinutes: setting.allowedMinutes,
    meanKinetic: meanKinetic(episode.heat),
    devices: episode.devices,
    readings: episode.signals,
    goods: goods.map(asThreatened),
    ...(newest.shipment === null ? {} : { shipment: newest.shipment }),
    ...(episode.raisedBy ? { raisedBy: episode.raisedBy } : {}),
    ...(episode.closedAt === null ? evidenceOf({ watched, reached }, episode, setting, before) : {}),
  };
  const again = weighFrom(facts, new Date(Math.max(Date.parse(facts.latest.at), reached)));
  return again ? { ...facts, weighFrom: again.toISOString() } : facts;
}

/** A silence that ended tells how often a device reports: only one a quarter longer says that it has stopped … */
const LONGER = 1.25;
/** … up to so many times what the setting calls silence, so that one long failure does not hide the next. */
const MOST = 6;

/** What was heard last of each device, and whether the silence that the case told of goes on. */
function evidenceOf(
  { watched: { now }, reached }: Pick<FoldedKey, 'watched' | 'reached'>,
  { openedAt, raisedBy }: Episode,
  setting: BandSetting,
  before: ColdChainFacts | null,
) {
  const heard = Object.entries(now.devices).flatMap(([device, { last, outside, raised }]): Heard[] => {
    if (!last) return [];
    // A reading is named "source id", and a source holds no space.
    const space = last.id.indexOf(' ');
    const [source, signalId] = [last.id.slice(0, space), last.id.slice(space + 1)];
    return [{ device, source, signalId, at: iso(last.at), celsius: last.value, outside: outside || raised }];
  });
  const raisedFrom = silentFrom({ heard, silentMinutes: setting.silentMinutes });
  const at = findEvidence({ heard })?.at;
  // What silence raised has been told of with the case; it is silent until that device is heard of again.
  const told = raisedBy && raisedFrom && raisedFrom.getTime() <= openedAt ? at : before?.silentSince;
  const silent = told !== undefined && at !== undefined && at <= told;
  const ended = before?.silentSince && !silent ? (reached - Date.parse(before.silentSince)) / MINUTE : 0;
  const pauseMinutes = Math.max(before?.pauseMinutes ?? 0, ended);
  const { silentMinutes: least } = setting;
  const silentMinutes = Math.round(Math.min(MOST * least, Math.max(least, LONGER * pauseMinutes)));
  const from = silentFrom({ heard, silentMinutes });
  return {
    heard,
    silentMinutes,
    ...(pauseMinutes ? { pauseMinutes } : {}),
    ...(from ? { silentFrom: from.toISOString() } : {}),
    ...(silent ? { silentSince: at } : {}),
  };
}

/** What changed that bears on the answer, inside a sentence; null when nothing does. */
function changeWords(before: ColdChainFacts, now: ColdChainFacts, setting: BandSetting): string | null {
  const changes: string[] = [];
  const worse = beyond(now.band, now.worst.celsius) - beyond(before.band, before.worst.celsius);
  if (worse >= Math.max(setting.worseBy, 0.001)) changes.push(`now ${now.worst.celsius} °C at worst`);
  if (before.since !== now.since) changes.push('readings that came late moved its beginning');
  if (before.silentSince !== undefined && now.silentSince === undefined) changes.push('it is measured again');
  if (stepOf(now.outsideMinutes, now) !== stepOf(before.outsideMinutes, before))
    changes.push(`outside for ${Math.round(now.outsideMinutes)} minutes by now`);
  if (goodsValue(before) !== goodsValue(now) || before.goods.length !== now.goods.length)
    changes.push('what is in it is told otherwise');
  return changes.length ? changes.join(', ') : null;
}
