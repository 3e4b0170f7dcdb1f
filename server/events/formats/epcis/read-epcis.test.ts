import { describe, expect, it, test } from 'vitest';
import { epcisDocument, epcisEvent } from '../../../testing/epcis.ts';
import { findContract } from '../../contracts/index.ts';
import type { Received } from '../read-cloudevents.ts';
import { readEpcis } from './read-epcis.ts';

const STREAM = '/epcis/test';
const read = (value: unknown) => readEpcis('application/ld+json', Buffer.from(JSON.stringify(value)), STREAM);
const signalsOf = (...events: unknown[]) => read(epcisDocument(...events)).flat();
const eventOf = (signal: Received | undefined) => {
  if (!signal?.event) throw new Error(signal?.flaw.detail ?? 'no signal');
  return signal.event;
};

const base = { eventTime: '2026-11-20T08:00:00+02:00', eventTimeZoneOffset: '+02:00', eventID: 'urn:uuid:1' };
const EPC = 'urn:epc:id:sgtin:4012345.011111.9876';
const THING = 'https://id.gs1.org/01/04012345111118/21/9876';
const SSCC = 'urn:epc:id:sscc:0614141.1234567890';
const PALLET = 'https://id.gs1.org/00/106141412345678908';
const LOT = { epcClass: 'urn:epc:class:lgtin:4012345.012345.998877', quantity: 5, uom: 'KGM' };
const LOT_NAME = 'https://id.gs1.org/01/04012345123456/10/998877';

describe('each type of event', () => {
  test.each([
    [
      'ObjectEvent',
      { action: 'OBSERVE', epcList: [EPC] },
      'object.observed',
      { action: 'OBSERVE', things: [THING] },
      THING,
    ],
    [
      'ObjectEvent',
      { action: 'ADD', quantityList: [LOT] },
      'object.observed',
      { quantities: [{ item: LOT_NAME, quantity: 5, unit: 'KGM' }] },
      LOT_NAME,
    ],
    ['ObjectEvent', { action: 'OBSERVE', epcList: [EPC, SSCC] }, 'object.observed', { things: [THING, PALLET] }, null],
    [
      'AggregationEvent',
      { action: 'ADD', parentID: SSCC, childEPCs: [EPC] },
      'object.aggregated',
      { parent: PALLET, things: [THING] },
      PALLET,
    ],
    [
      'AggregationEvent',
      { action: 'DELETE', parentID: SSCC },
      'object.aggregated',
      { parent: PALLET, things: [] },
      PALLET,
    ],
    [
      'AssociationEvent',
      { action: 'ADD', parentID: SSCC, childQuantityList: [LOT] },
      'object.associated',
      { parent: PALLET },
      PALLET,
    ],
    [
      'TransactionEvent',
      {
        action: 'ADD',
        epcList: [EPC],
        bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:1:77' }],
      },
      'object.transacted',
      { parent: null, things: [THING], transactions: [{ kind: 'po', value: '77' }] },
      THING,
    ],
    [
      'TransformationEvent',
      { inputQuantityList: [LOT], outputEPCList: [EPC] },
      'object.transformed',
      {
        inputs: [],
        inputQuantities: [{ item: LOT_NAME, quantity: 5, unit: 'KGM' }],
        outputs: [THING],
        transformation: null,
      },
      THING,
    ],
  ])('%s %j', (type, own, signal, data, thing) => {
    const told = { ...base, ...own, type };
    const [received, ...more] = signalsOf(told);
    const event = eventOf(received);
    expect(event).toMatchObject({
      id: 'urn:uuid:1',
      source: STREAM,
      type: signal,
      time: base.eventTime,
      data: { ...data, event: told },
    });
    expect(more).toEqual([]);
    const contract = findContract(event.type, 1);
    expect(contract?.keyOf(event.data, STREAM)).toBe(thing === null ? null : `|thing|${thing}`);
    expect(contract?.schema.safeParse(event.data)).toMatchObject({ success: true });
  });
});

describe('what an event says beside its things', () => {
  it('terms are short, places and parties have one name, the event is whole', () => {
    const event = eventOf(
      signalsOf(
        epcisEvent({
          recordTime: '2026-11-20T09:00:00Z',
          bizStep: 'cbv:BizStep-holding',
          disposition: 'urn:epcglobal:cbv:disp:damaged',
          readPoint: { id: 'urn:epc:id:sgln:4012345.00005.0' },
          destinationList: [{ type: 'owning_party', destination: 'urn:epc:id:pgln:4000001.00012' }],
          'ex:note': 'kept',
        }),
      )[0],
    );
    expect(event).toMatchObject({
      recordedtime: '2026-11-20T09:00:00Z',
      data: {
        bizStep: 'holding',
        disposition: 'damaged',
        readPoint: 'https://id.gs1.org/414/4012345000054',
        destinations: [{ kind: 'owning_party', value: 'https://id.gs1.org/417/4000001000128' }],
        event: { 'ex:note': 'kept', bizStep: 'cbv:BizStep-holding' },
      },
    });
  });

  it('of the context, only what it uses', () => {
    const contexts = [
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { ex: 'http://ex/', other: 'http://o/' },
      'https://own.example/context',
    ];
    const document = { ...epcisDocument(epcisEvent({ 'ex:note': 1 })), '@context': contexts };
    expect(eventOf(read(document)[0]?.[0]).data).toMatchObject({
      context: [{ ex: 'http://ex/' }, 'https://own.example/context'],
    });
    const large = { ...document, '@context': [{ ex: 'x'.repeat(9_000) }] };
    expect(read(large)[0]?.[0]?.flaw?.detail).toMatch(/over 8 kB/);
  });

  it('an id that it names before its last one stays findable', () => {
    const text = JSON.stringify(epcisDocument(epcisEvent())).replace(
      '{"type":"ObjectEvent"',
      '{"eventID":"urn:first","type":"ObjectEvent"',
    );
    const [event] = readEpcis('application/json', Buffer.from(text), STREAM).flat();
    expect(eventOf(event)).toMatchObject({ id: 'urn:uuid:1', data: { otherIds: ['urn:first'] } });
  });

  test.each([
    ['arriving', 'arrival'],
    ['departing', 'departure'],
    ['shipping', 'departure'],
    ['receiving', 'delivery'],
    ['loading', 'load'],
    ['unloading', 'discharge'],
    ['storing', null],
  ])('%s moves a shipment that a paper names: %s', (bizStep, movement) => {
    const papers = [
      { type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:1:PO-1' },
      { type: 'urn:epcglobal:cbv:btt:desadv', bizTransaction: 'urn:epcglobal:cbv:bt:1:ASN-1' },
    ];
    const changes = { bizStep, readPoint: { id: 'urn:epc:id:sgln:4012345.00005.77' }, bizTransactionList: papers };
    const moved = signalsOf(epcisEvent(changes))
      .slice(1)
      .map((signal) => eventOf(signal));
    const shape = {
      id: 'urn:uuid:1#movement',
      type: 'shipment.moved',
      data: {
        shipment: 'ASN-1',
        movement,
        site: '4012345000054',
        phase: 'actual',
        statusCode: bizStep,
        equipment: THING,
      },
    };
    expect(moved).toMatchObject(movement ? [shape] : []);
    expect(signalsOf(epcisEvent({ ...changes, bizTransactionList: undefined }))).toHaveLength(1);
  });
});

describe('a reading', () => {
  const readingOf = (
    report: Record<string, unknown>,
    metadata?: Record<string, unknown>,
    changes: Record<string, unknown> = {},
  ) => {
    const sensorElementList = [
      { ...(metadata ? { sensorMetadata: metadata } : {}), sensorReport: [{ type: 'Temperature', ...report }] },
    ];
    return signalsOf(epcisEvent({ sensorElementList, ...changes }))
      .slice(1)
      .map((signal) => eventOf(signal));
  };
  const own = '2026-11-20T07:00:00Z';
  const start = '2026-11-20T06:00:00Z';
  const end = '2026-11-20T06:30:00Z';

  test.each([
    ['its report', { time: own }, { time: start, endTime: end }, { time: own, data: { from: null } }],
    ['its element', {}, { time: own, startTime: start, endTime: end }, { time: own, data: { from: null } }],
    [
      'the end of its period',
      { minValue: 1, maxValue: 3, meanValue: 2 },
      { startTime: start, endTime: end },
      { time: end, data: { from: start, value: null, least: 1, most: 3, mean: 2 } },
    ],
    ['its event', { value: 4 }, undefined, { time: '2026-11-20T08:00:00Z', data: { value: 4 } }],
  ])('has the time of %s', (_name, report, metadata, expected) => {
    expect(readingOf(report, metadata)).toMatchObject([
      { id: 'urn:uuid:1#sensor-0-0', type: 'sensor.observed', ...expected },
    ]);
  });

  test.each([
    ['an alarm', { exception: 'ALARM_CONDITION', booleanValue: true }, { alarm: 'alarm', words: 'true' }],
    [
      'its own failure',
      { exception: 'gs1:ERROR_CONDITION', uriValue: 'https://e/1' },
      { alarm: 'error', words: 'https://e/1' },
    ],
    ['an axis', { component: 'x', value: 1 }, { component: 'x' }],
    ['a substance', { chemicalSubstance: 'https://e/s', value: 1 }, { component: 'https://e/s' }],
    ["a sender's feature", { 'ex:feature': 'ex:ambiance', value: 1 }, { component: 'ex:ambiance' }],
    ['long words, cut', { stringValue: 'x'.repeat(400) }, { words: `${'x'.repeat(299)}…` }],
  ])('tells %s', (_name, report, data) => expect(readingOf(report)[0]?.data).toMatchObject(data));

  it('is told for each of a few things, for the place of many, and of a place where there are none', () => {
    const things = Array.from({ length: 11 }, (_, n) => `urn:epc:id:sgtin:4012345.011111.${n}`);
    const readPoint = { id: 'urn:epc:id:sgln:4012345.00005.0' };
    const two = readingOf({ value: 1 }, undefined, { epcList: things.slice(0, 2) });
    expect(two.map(({ id }) => id)).toEqual(['urn:uuid:1#sensor-0-0', 'urn:uuid:1#sensor-0-0-1']);
    const site = [{ data: { thing: '4012345000054', thingKind: 'site' } }];
    expect(readingOf({ value: 1 }, undefined, { epcList: things, readPoint })).toMatchObject(site);
    expect(readingOf({ value: 1 }, undefined, { epcList: undefined, readPoint })).toMatchObject(site);
  });
});
