import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DomainError } from '../../../core/errors.ts';
import { findContract } from '../../contracts/index.ts';
import { readDcsa } from './read-dcsa.ts';

const STREAM = '/dcsa/test';
const read = (value: unknown) => readDcsa('application/json', Buffer.from(JSON.stringify(value)), STREAM);
const only = (value: unknown) => {
  const [signal] = read(value).flat();
  if (!signal?.event) throw new Error(signal?.flaw.detail ?? 'no signal');
  expect(findContract(signal.event.type, 1)?.schema.safeParse(signal.event.data)).toMatchObject({ success: true });
  return signal.event;
};
const flaw = (value: unknown) => read(value)[0]?.[0]?.flaw?.detail ?? null;

const event = (eventType: string, changes: Record<string, unknown>): Record<string, unknown> => ({
  eventID: 'evt-1',
  eventType,
  eventDateTime: '2026-11-20T09:00:00Z',
  eventClassifierCode: 'ACT',
  equipmentReference: 'APZU4812090',
  ...changes,
});

describe('codes', () => {
  test.each([
    ['TRANSPORT', { transportEventTypeCode: 'ARRI' }, { movement: 'arrival' }],
    [
      'TRANSPORT',
      { transportEventTypeCode: 'DEPA', eventClassifierCode: 'PLN' },
      { movement: 'departure', phase: 'planned' },
    ],
    [
      'EQUIPMENT',
      { equipmentEventTypeCode: 'GTIN', eventClassifierCode: 'EST' },
      { movement: 'gate-in', phase: 'estimated' },
    ],
    ['EQUIPMENT', { equipmentEventTypeCode: 'GTOT' }, { movement: 'gate-out' }],
    ['EQUIPMENT', { equipmentEventTypeCode: 'DROP' }, { movement: 'other', statusCode: 'DROP' }],
    [
      'SHIPMENT',
      { shipmentEventTypeCode: 'CONF', documentTypeCode: 'BKG', documentReference: 'B-1' },
      { state: 'confirmed', shipment: 'B-1' },
    ],
    [
      'SHIPMENT',
      { shipmentEventTypeCode: 'XYZQ', documentTypeCode: 'TRD', documentReference: 'T-1' },
      { state: 'other', statusCode: 'XYZQ' },
    ],
    ['IOT', { iotEventTypeCode: 'DETC', iotEventCode: 'DRC' }, { happening: 'door-closed', readings: 1 }],
    ['IOT', { iotEventTypeCode: 'DETC' }, { happening: 'detected', readings: 0 }],
    [
      'REEFER',
      { reeferEventTypeCode: 'ADJU', setpoints: { temperature: -20 } },
      { happening: 'adjusted', readings: 0 },
    ],
  ])('%s %j', (type, changes, data) => expect(only(event(type, changes)).data).toMatchObject(data));
});

describe('what moves', () => {
  const move = (changes: Record<string, unknown>) =>
    only(event('TRANSPORT', { transportEventTypeCode: 'ARRI', equipmentReference: null, ...changes })).data;
  const reference = (type: string, value: string) => ({ type, value });
  test.each([
    ['a booking before all', { relatedDocumentReferences: [reference('TRD', 'T'), reference('BKG', 'B')] }, 'B'],
    ['a transport document', { relatedDocumentReferences: [reference('TRD', 'T')] }, 'T'],
    ['a container', { references: [reference('EQ', 'C')] }, 'C'],
    ['a truck', { transportCall: { licencePlate: 'AB 12' } }, 'AB 12'],
    ['a transport call', { transportCall: { transportCallReference: 'TC' } }, 'TC'],
  ])('is named by %s', (_name, changes, shipment) => expect(move(changes)).toMatchObject({ shipment }));

  it('is something', () =>
    expect(flaw(event('TRANSPORT', { transportEventTypeCode: 'ARRI', equipmentReference: null }))).toMatch(
      /nothing that moves/,
    ));
});

describe('port calls', () => {
  test.each([
    [
      { portCallID: 'p', UNLocationCode: 'NLAMS', vessel: { vesselIMONumber: '9704611', name: 'V' } },
      { part: 'port-call', id: 'p', site: 'NLAMS', vessel: '9704611' },
    ],
    [
      { portCallID: 'p', terminalCallID: 't', omitted: true },
      { part: 'terminal-call', id: 't', portCall: 'p', state: 'omitted' },
    ],
    [
      { terminalCallID: 't', portCallServiceID: 's', portCallServiceTypeCode: 'BERTH', declined: true },
      { part: 'service', id: 's', serviceKind: 'BERTH', state: 'declined' },
    ],
    [
      { portCallServiceID: 's', draft: 12.5 },
      { part: 'vessel-status', id: 's' },
    ],
    [
      { timestampID: 'x', portCallServiceID: 's', classifierCode: 'REQ', dateTime: '2026-11-20T09:00:00Z' },
      { part: 'timestamp', id: 'x', phase: 'requested', at: '2026-11-20T09:00:00Z' },
    ],
  ])('%j', (told, data) => expect(only(told).data).toMatchObject({ ...data, told }));

  it('has the time of what has happened; what is only planned was told when it came', () => {
    const at = { timestampID: 'x', portCallServiceID: 's', dateTime: '2026-11-20T09:00:00Z' };
    expect(only({ ...at, classifierCode: 'ACT' }).time).toBe('2026-11-20T09:00:00Z');
    expect(only({ ...at, classifierCode: 'PLN' }).time).toBeUndefined();
  });

  it('has another id in another state, and the same in the same', () => {
    const call = { portCallID: 'p', UNLocationCode: 'NLAMS' };
    expect(only(call).id).toBe(only({ UNLocationCode: 'NLAMS', portCallID: 'p' }).id);
    expect(only({ ...call, omitted: true }).id).not.toBe(only(call).id);
  });
});

test.each([
  ['no object', 7, /no JSON object/],
  [
    'an error',
    { httpMethod: 'GET', requestUri: '/v3/events', statusCode: 404, statusCodeText: 'Not Found', errors: [] },
    /error answer .* \(404 Not Found to GET \/v3\/events\)/,
  ],
  ['a subscription', { callbackUrl: 'https://e/', eventType: undefined }, /a subscription/],
  ['a reason alone', { reason: 'Engine failures', isFYI: true }, /not what it is the reason for/],
  ['something else', { hello: 'world' }, /neither an eventType nor the id/],
  ['another type of event', event('OPERATIONS', {}), /eventType/],
  [
    'an event without its time',
    event('EQUIPMENT', { equipmentEventTypeCode: 'LOAD', eventDateTime: undefined }),
    /eventDateTime/,
  ],
  ['a retraction without an id', { metadata: { eventType: 'IOT', retractedEventID: 'e' } }, /eventID/],
])('%s is no event', (_name, value, words) => expect(flaw(value)).toMatch(words));

test('any JSON is read into signals or refused in words', () => {
  const keys = [
    'eventType',
    'transportCall',
    'references',
    'measurements',
    'geoLocation',
    'publisher',
    'eventDateTime',
    'metadata',
    'payload',
    'retractedEventID',
  ];
  const odd = fc
    .tuple(
      fc.constantFrom('TRANSPORT', 'EQUIPMENT', 'SHIPMENT', 'IOT', 'REEFER'),
      fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 3 })),
    )
    .map(([type, changes]) =>
      event(type, {
        transportEventTypeCode: 'ARRI',
        reeferEventTypeCode: 'MEAS',
        iotEventTypeCode: 'DETC',
        ...changes,
      }),
    );
  const part = fc.dictionary(
    fc.constantFrom('portCallID', 'timestampID', 'vessel', 'dateTime', 'reason'),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), odd, part, fc.array(fc.oneof(odd, part, fc.jsonValue()), { maxLength: 4 })),
      (value) => {
        try {
          for (const signal of read(value).flat())
            expect(signal.flaw === null || signal.flaw.detail.length > 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      },
    ),
    { numRuns: 500 },
  );
});
