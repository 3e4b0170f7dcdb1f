import { mapOrders, mapOrdrsp } from './map-edifact-orders.ts';
import { mapDesadv, mapIftsta } from './map-edifact-transport.ts';
import { map855, map865 } from './map-x12-answers.ts';
import { map204, map210, map990 } from './map-x12-freight.ts';
import { map856 } from './map-x12-notice.ts';
import { map850, map860 } from './map-x12-orders.ts';
import { map214 } from './map-x12-status.ts';
import type { Mapping, Message } from './schema.ts';

/** What a mapping is told of the envelope: when it was sent, and how numbers are written. */
type Envelope = { sentAt: string | null; decimal: string };
type MapOne = (message: Message, envelope: Envelope) => Mapping;

/** Transaction sets and messages that are read, by type. */
const MAPS: Readonly<Record<string, MapOne>> = {
  '204': (message, { sentAt }) => map204(message, sentAt),
  '210': map210,
  '214': (message, { sentAt }) => map214(message, sentAt),
  '850': map850,
  '855': map855,
  '856': map856,
  '860': map860,
  '865': map865,
  '990': (message, { sentAt }) => map990(message, sentAt),
  ORDERS: (message, { decimal }) => mapOrders(message, decimal),
  ORDRSP: (message, { decimal }) => mapOrdrsp(message, decimal),
  DESADV: (message, { decimal }) => mapDesadv(message, decimal),
  IFTSTA: mapIftsta,
};

/**
 * What a message says, as signals, with everything that is wrong with it. A message whose own trailer contradicts it, or that is
 * not read at all, becomes no signal.
 */
export function mapMessage(message: Message, envelope: Envelope): Mapping {
  const map = Object.hasOwn(MAPS, message.type) ? MAPS[message.type] : undefined;
  const [header] = message.segments;
  if (!map) {
    const reason = `${header?.tag ?? 'ST'}: ${message.type || 'a message without a type'} is not read; known are ${Object.keys(MAPS).join(', ')}.`;
    return {
      signals: [],
      faults: [
        {
          kind: 'not-supported',
          segment: header?.tag ?? 'ST',
          position: 1,
          element: 1,
          value: message.type,
          reason,
          weight: 'message',
        },
      ],
    };
  }
  if (message.faults.some(({ weight }) => weight === 'message')) return { signals: [], faults: message.faults };
  const { signals, faults } = map(message, envelope);
  return { signals, faults: [...message.faults, ...faults] };
}
