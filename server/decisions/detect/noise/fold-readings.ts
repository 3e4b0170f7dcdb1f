import { z } from 'zod';
import { REORDER_HOURS } from './constants.ts';
import { foldSilence } from './fold-silence.ts';
import { BAND_FROM, type Band, beyond, hasHeld, holdOn, isNoChange, isOutside, isSameCause } from './rules.ts';
import type { BandSetting, Suppressed } from './schema.ts';
import { addHeat, NO_HEAT } from './weigh-heat.ts';

/** One reading of a thing. `at` in ms of event time; `id` decides between readings of one instant. */
export type Reading = { at: number; id: string; device: string; value: number; band: Band };

const pointSchema = z.object({ at: z.number(), value: z.number() });
const streakSchema = z.object({ since: z.number(), readings: z.number() }).nullable();
const bandSchema = z.object({
  low: z.number().nullable(),
  high: z.number().nullable(),
  from: z.enum(BAND_FROM).optional(),
});

const deviceSchema = z.object({
  /** The figure that counts: the last one that was a change. */
  value: z.number(),
  outside: z.boolean(),
  /** Whether being outside has been held to be true. */
  raised: z.boolean(),
  /** How long the opposite of `raised` has held. */
  streak: streakSchema,
  /** Its newest reading; states of before it was followed have none. */
  last: z.object({ at: z.number(), id: z.string(), value: z.number() }).optional(),
});

/** One excursion of a thing, over all its devices, from its first reading outside. */
export const episodeSchema = z.object({
  since: z.number(),
  openedAt: z.number(),
  closedAt: z.number().nullable(),
  /** Readings of the thing since it began. */
  signals: z.number(),
  worst: pointSchema,
  latest: pointSchema,
  lastOutside: z.number(),
  band: bandSchema,
  /** Minutes in which at least one device was outside. */
  outsideMinutes: z.number(),
  heat: z.object({ sum: z.number(), minutes: z.number() }),
  devices: z.array(z.string()),
  /** What raised it where it was not held for long enough. */
  raisedBy: z.literal('silence').optional(),
});
export type Episode = z.infer<typeof episodeSchema>;

export const thingStateSchema = z.object({
  last: z.object({ at: z.number(), id: z.string(), value: z.number(), band: bandSchema }).nullable(),
  devices: z.record(z.string(), deviceSchema),
  /** An excursion that has begun but not yet been raised. */
  begun: episodeSchema.nullable(),
  open: episodeSchema.nullable(),
  /** Readings taken in, so that one state in so many is kept; states of before they were counted have 0. */
  n: z.number().int().default(0),
});
export type ThingState = z.infer<typeof thingStateSchema>;

export const NOTHING: ThingState = { last: null, devices: {}, begun: null, open: null, n: 0 };

/** What became of one reading. */
export type Verdict = Exclude<keyof Suppressed, 'seen'>;
/** `opened`: an excursion was raised, by the reading or by the silence before it. */
export type Folded = { state: ThingState; verdict: Verdict; opened: boolean; closed: Episode | null };

const MINUTE = 60_000;
/** Whether one point of event time comes before another; readings of one instant are told apart by name. */
export const precedes = (a: { at: number; id: string }, b: { at: number; id: string }): boolean =>
  a.at < b.at || (a.at === b.at && a.id < b.id);

/** Readings in the order in which they happened. */
export const inOrder = <One extends { at: number; id: string }>(readings: readonly One[]): One[] =>
  [...readings].sort((a, b) => (precedes(a, b) ? -1 : precedes(b, a) ? 1 : 0));

/** Whether a reading comes after all that the state holds. */
export const isNext = (state: ThingState, reading: Reading): boolean =>
  state.last === null || precedes(state.last, reading);

/** Takes one more reading, in the order of event time, into what is known of a thing. Pure. */
export function foldReading(before: ThingState, reading: Reading, setting: BandSetting): Folded {
  const { at, device, band } = reading;
  const state = foldSilence(before, at, setting);
  const bySilence = state !== before;
  const known = state.devices[device];
  const same = known !== undefined && isNoChange(known.value, reading.value, setting.deadband);
  const value = same ? known.value : reading.value;
  const outside = isOutside(known?.outside ?? false, band, value, setting.margin);
  const raisedBefore = known?.raised ?? false;
  const streak = holdOn(known?.outside === outside ? (known?.streak ?? null) : null, outside !== raisedBefore, at);
  const least = raisedBefore
    ? { minutes: setting.leaveMinutes, readings: 1 }
    : { minutes: setting.holdMinutes, readings: setting.holdReadings };
  const turned = outside !== raisedBefore && hasHeld(streak, at, least);
  const raised = turned ? outside : raisedBefore;
  const devices = {
    ...state.devices,
    [device]: {
      value,
      outside,
      raised,
      streak: turned ? null : streak,
      last: { at, id: reading.id, value: reading.value },
    },
  };
  const anyOutside = Object.values(devices).some((one) => one.outside);
  const anyRaised = Object.values(devices).some((one) => one.raised);

  const running = state.open ?? state.begun;
  const grown = running ? growEpisode(running, state, reading, outside) : outside ? beginEpisode(reading) : null;
  const last = { at, id: reading.id, value: reading.value, band };
  const next: ThingState = { last, devices, begun: null, open: null, n: state.n + 1 };

  if (state.open && grown) {
    const over = !anyRaised && !anyOutside && !isSameCause(grown.lastOutside, at, setting.correlateMinutes);
    const closed = over ? { ...grown, closedAt: at } : null;
    return {
      state: { ...next, open: closed ? null : grown },
      verdict: same ? 'deadband' : 'correlated',
      opened: bySilence,
      closed,
    };
  }
  if (anyRaised && grown) {
    return {
      state: { ...next, open: { ...grown, openedAt: at } },
      verdict: 'raised',
      opened: true,
      closed: null,
    };
  }
  const begun = anyOutside ? grown : null;
  const verdict: Verdict = same ? 'deadband' : outside ? 'debounced' : 'quiet';
  return { state: { ...next, begun }, verdict, opened: false, closed: null };
}

const beginEpisode = ({ at, value, device, band }: Reading): Episode => ({
  since: at,
  openedAt: at,
  closedAt: null,
  signals: 1,
  worst: { at, value },
  latest: { at, value },
  lastOutside: at,
  band,
  outsideMinutes: 0,
  heat: NO_HEAT,
  devices: [device],
});

function growEpisode(episode: Episode, state: ThingState, reading: Reading, outside: boolean): Episode {
  const { at, value, device, band } = reading;
  const passed = state.last ? (at - state.last.at) / MINUTE : 0;
  const wasOutside = Object.values(state.devices).some((one) => one.outside);
  const worse = outside && beyond(band, value) > beyond(episode.band, episode.worst.value);
  return {
    ...episode,
    signals: episode.signals + 1,
    latest: { at, value },
    lastOutside: outside ? at : episode.lastOutside,
    worst: worse ? { at, value } : episode.worst,
    band: worse ? band : episode.band,
    outsideMinutes: episode.outsideMinutes + (wasOutside ? passed : 0),
    heat: state.last ? addHeat(episode.heat, state.last.value, passed) : episode.heat,
    devices: outside && !episode.devices.includes(device) ? [...episode.devices, device].sort() : episode.devices,
  };
}

/** A state with two earlier ones of itself, from which readings that come late are put in their place. */
export const watchedSchema = z.object({
  now: thingStateSchema,
  /** Earlier states, the older first; a reading before the older one is too late. */
  older: thingStateSchema,
  newer: thingStateSchema,
});
export type Watched = z.infer<typeof watchedSchema>;
export const UNWATCHED: Watched = { now: NOTHING, older: NOTHING, newer: NOTHING };

const REORDER = REORDER_HOURS * 60 * MINUTE;

/** Keeps the two earlier states within one to two reorder times of the newest reading. */
export function keepBehind(watched: Watched, now: ThingState): Watched {
  const newest = now.last?.at ?? 0;
  const newerAt = watched.newer.last?.at;
  if (newerAt === undefined) return { ...watched, now, newer: now };
  return newest - newerAt >= REORDER ? { now, older: watched.newer, newer: now } : { ...watched, now };
}

/** Whether a reading is too old to change anything. */
export const isTooLate = ({ older }: Watched, reading: Reading): boolean =>
  older.last !== null && !precedes(older.last, reading);
