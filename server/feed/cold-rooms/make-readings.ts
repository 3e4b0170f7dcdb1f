import { DAY, MINUTE, SECOND } from '../../core/clock.ts';
import type { FeedEvent } from '../call-tower.ts';
import { DESTINATIONS } from '../company/constants.ts';
import { diceOf } from '../company/make-shipment.ts';
import { regionOf } from '../scms/constants.ts';

/** Stream of the gateway. It is on the wall clock: what it tells happens now. */
export const GATEWAY = '/holdpoint/cold-rooms';
/** Every room is read once in this time, at instants that all agree on. */
export const EVERY = 10 * SECOND;

const SEED = 20_261_122;
/** Bounds that the rooms are to keep, in degrees Celsius. */
const LOW = 2;
const HIGH = 8;
/** Every so many turns the gateway hears no answer and sends its batch again. */
const RESENT = { every: 18, at: 7 };
/** Every so many turns, four minutes, one probe tells its error in words where a figure belongs. Never in a turn that is sent twice. */
const GARBLED = { every: 24, at: 11 };
const GARBLE = 'Err 3';

/** The cold room of each distribution centre: all of them keep goods of the cold chain. */
export const ROOMS = DESTINATIONS.map(({ city, country }, n) => ({
  n,
  site: `${city}, ${country}`,
  thing: `Cold room, ${city}`,
  device: `cold-room-${city.toLowerCase().replaceAll(' ', '-')}`,
  region: regionOf(country),
}));
type Room = (typeof ROOMS)[number];

/** The turn that runs at an instant. @param at ms of wall time. */
export const turnAt = (at: number): number => Math.floor(at / EVERY);

/**
 * What the gateway tells of all rooms in one turn: the same for the same turn, whenever asked, and within 2 to 8 °C.
 * @param turn see `turnAt`. @returns signals in the order of the rooms; every reading was taken shortly before the turn began.
 */
export const readingsOf = (turn: number): FeedEvent[] => {
  const garbled = turn % GARBLED.every === GARBLED.at ? diceOf(SEED, turn).int(0, ROOMS.length - 1) : null;
  return ROOMS.map((room) => readingOf(room, turn, room.n === garbled));
};

/** Whether the gateway sends the batch of a turn twice, as those do that heard no answer. */
export const isSentTwice = (turn: number): boolean => turn % RESENT.every === RESENT.at;

function readingOf(room: Room, turn: number, garbled: boolean): FeedEvent {
  const dice = diceOf(SEED ^ (room.n + 1), turn);
  const at = turn * EVERY - dice.int(100, 1_500);
  return {
    specversion: '1.0',
    id: `${room.device}-${turn}`,
    source: GATEWAY,
    type: 'sensor.observed',
    subject: room.thing,
    region: room.region,
    time: new Date(at).toISOString(),
    data: {
      thing: room.thing,
      thingKind: 'site',
      device: `${room.device}-probe`,
      measure: 'Temperature',
      value: garbled ? GARBLE : celsiusOf(room.n, at, dice.int(-8, 8) / 100),
      unit: 'CEL',
      words: null,
      low: LOW,
      high: HIGH,
    },
  };
}

/** The temperature of a room: its own level, a compressor that comes and goes, warmer days than nights, and a little noise. */
function celsiusOf(n: number, at: number, noise: number): number {
  const dice = diceOf(SEED, n);
  const level = dice.int(420, 560) / 100;
  const cycle = dice.int(18, 40) * MINUTE;
  const phase = dice.int(0, 99) / 100;
  const wave = (period: number) => Math.sin(2 * Math.PI * (at / period + phase));
  return Math.round((level + 0.5 * wave(cycle) + 0.3 * wave(DAY) + noise) * 10) / 10;
}
