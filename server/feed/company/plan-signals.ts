import { DAY, HOUR } from '../../core/clock.ts';
import { clockSignal } from '../advance-clock.ts';
import type { FeedEvent } from '../call-tower.ts';
import { HISTORY_DAYS, type Scenario, SHIPMENTS_PER_DAY, WORLD_START } from './constants.ts';
import { describeNetwork } from './describe-network.ts';
import { plantOn } from './make-plant.ts';
import { countsOn, reeferOf } from './make-sensors.ts';
import { type MadeLine, makeShipment } from './make-shipment.ts';
import { demandOn, type Fact, firstCounts, measurePositions, stockOf } from './make-stock.ts';
import { wayOf } from './make-way.ts';
import { type Lane, measureLanes } from './measure-lanes.ts';

/** A signal with the instant (ms of world time) at which it becomes known. */
export type StorySignal = { knownAt: number; event: FeedEvent };

/** Nothing is known of a shipment earlier than this before its due day, or later than this after it. */
const BEFORE_DUE = 110 * DAY;
const AFTER_DUE = 60 * DAY;
/** What begins on a day, a customer order or work at a site, is over no later than this after it. */
const AFTER_DAY = 14 * DAY;

export const HISTORY_END = WORLD_START + HISTORY_DAYS * DAY;
/** The clock at the walking pace: an hour, two seconds of wall time. The history needs none, something becomes known every day. */
const CLOCK_STEP = HOUR;

/**
 * When the company's system passes on what it knows at an instant: at 11 and 23 o'clock in the history, every four hours later.
 * Never at midnight, so that what is recorded on its due day is known before that day is over.
 */
function postedAt(at: number): number {
  const step = (at < HISTORY_END ? 12 : 4) * HOUR;
  return Math.ceil((at + HOUR) / step) * step - HOUR;
}

export type Story = {
  source: string;
  /** All that becomes known from `from` (included) to `to` (not included), in order. The same for the same story, whenever asked. */
  between(from: number, to: number): StorySignal[];
};

/** The story of a scenario. Any stretch of it can be told by itself, so it goes on after a restart where it stopped. */
export function openStory(scenario: Scenario): Story {
  const lanes: ReadonlyMap<string, Lane> = measureLanes();
  const positions = measurePositions(scenario, lanes);
  const beginning = [...describeNetwork(lanes), ...firstCounts(positions)].map((fact) => factSignal(fact, scenario));
  return {
    source: scenario.source,
    between: (from, to) => {
      const first = Math.max(0, Math.floor((from - AFTER_DUE - WORLD_START) / DAY) * SHIPMENTS_PER_DAY);
      const last = Math.ceil((to + BEFORE_DUE - WORLD_START) / DAY) * SHIPMENTS_PER_DAY;
      const signals: StorySignal[] = [];
      for (let n = first; n < last; n += 1) {
        const lines = makeShipment(n, scenario, lanes);
        for (const made of lines) signals.push(...signalsOf(made, scenario.source));
        const facts = [...lines.flatMap(stockOf), ...wayOf(n, lines, scenario), ...reeferOf(n, lines, scenario)];
        signals.push(...facts.map((fact) => factSignal(fact, scenario)));
      }
      signals.push(...beginning);
      const days = {
        from: Math.floor((from - AFTER_DAY - WORLD_START) / DAY),
        to: Math.ceil((to - WORLD_START) / DAY),
      };
      for (let day = Math.max(0, days.from); day < days.to; day += 1)
        signals.push(
          ...[
            ...demandOn(day, positions, scenario),
            ...plantOn(day, positions, scenario),
            ...countsOn(day, positions, scenario),
          ].map((fact) => factSignal(fact, scenario)),
        );
      signals.push(...clocksBetween(from, to, scenario.source));
      return signals
        .filter(({ knownAt }) => knownAt >= from && knownAt < to)
        .sort((a, b) => a.knownAt - b.knownAt || (a.event.id < b.event.id ? -1 : 1));
    },
  };
}

function signalsOf(
  { line, orderedAt, deliveredAt, recordedAt, weightKg, freight }: MadeLine,
  source: string,
): StorySignal[] {
  const signal = (what: string, type: string, time: number, told: number, data: object): StorySignal => ({
    knownAt: postedAt(told),
    event: {
      specversion: '1.0',
      id: `line-${line.lineNumber}-${what}`,
      source,
      type,
      subject: line.shipment,
      region: line.region,
      time: new Date(time).toISOString(),
      recordedtime: new Date(postedAt(told)).toISOString(),
      data,
    },
  });
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const delivery = { line, deliveredOn: day(deliveredAt), recordedOn: day(recordedAt), weightKg, freight };
  return [
    signal('ordered', 'purchase-order.sent', orderedAt, orderedAt, { line }),
    signal(
      'delivered',
      'delivery.recorded',
      deliveredAt,
      recordedAt,
      freight === null ? { ...delivery, freightNote: 'Invoiced separately' } : delivery,
    ),
  ];
}

/** A fact about stock, shipments or demand as the company's system posts it. */
function factSignal({ id, type, subject, region, happenedAt, knownAt, data }: Fact, { source }: Scenario): StorySignal {
  const posted = postedAt(knownAt);
  return {
    knownAt: posted,
    event: {
      specversion: '1.0',
      id,
      source,
      type,
      subject,
      ...(region ? { region } : {}),
      time: new Date(happenedAt).toISOString(),
      recordedtime: new Date(posted).toISOString(),
      data,
    },
  };
}

function clocksBetween(from: number, to: number, source: string): StorySignal[] {
  const first = Math.max(0, Math.ceil((from - HISTORY_END) / CLOCK_STEP));
  const last = Math.ceil((to - HISTORY_END) / CLOCK_STEP);
  return Array.from({ length: Math.max(0, last - first) }, (_, n) => {
    const at = HISTORY_END + (first + n) * CLOCK_STEP;
    return { knownAt: at, event: clockSignal(source, new Date(at)) };
  });
}
