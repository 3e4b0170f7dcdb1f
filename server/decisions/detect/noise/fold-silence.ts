import type { ThingState } from './fold-readings.ts';
import type { BandSetting } from './schema.ts';

/** How many times as long as is called silence nothing is read before that raises something: one reading that is late is no death. */
const TIMES = 2;
const waitOf = ({ silentMinutes }: Pick<BandSetting, 'silentMinutes'>): number => TIMES * silentMinutes * 60_000;

/** Devices that were outside when they were read last, for too short to count, with the time of that reading. */
const waiting = ({ devices }: ThingState): { device: string; at: number }[] =>
  Object.entries(devices).flatMap(([device, { outside, raised, last }]) =>
    outside && !raised && last ? [{ device, at: last.at }] : [],
  );

/**
 * When silence raises an excursion that has begun and has not held for long enough: a device was outside when it was read last,
 * and nothing more is read of it for twice as long as the setting calls silence. Null when there is none to raise.
 * @returns ms of event time.
 */
export function silenceAt(state: ThingState, setting: Pick<BandSetting, 'silentMinutes'>): number | null {
  const heard = state.begun ? waiting(state).map(({ at }) => at) : [];
  return heard.length ? Math.min(...heard) + waitOf(setting) : null;
}

/**
 * Takes a silence that lasts to an instant into what is known of a thing: a device that dies outside its band cannot show that it
 * has held, so its silence counts as that. The same whether it is found by the clock or by the reading that ends it. Pure.
 * @param until ms of event time.
 */
export function foldSilence(state: ThingState, until: number, setting: Pick<BandSetting, 'silentMinutes'>): ThingState {
  const at = silenceAt(state, setting);
  if (at === null || at > until || !state.begun) return state;
  const silent = waiting(state).filter((one) => one.at + waitOf(setting) <= at);
  const held = Object.fromEntries(
    silent.flatMap(({ device }) => {
      const known = state.devices[device];
      return known ? [[device, { ...known, raised: true, streak: null }]] : [];
    }),
  );
  return {
    ...state,
    devices: { ...state.devices, ...held },
    begun: null,
    open: { ...state.begun, openedAt: at, raisedBy: 'silence' },
  };
}
