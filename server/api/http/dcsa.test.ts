import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../scripts/shared-data.mjs';
import type { MessagesTaken } from '../../events/captures/schema.ts';
import { testDatabase } from '../../testing/database.ts';
import { type Sender, testMachineApi } from '../../testing/machine-api.ts';

const { db } = await testDatabase();
const { newSender, post, countsOf, storedBy } = testMachineApi(db);

async function send(sender: Sender, value: unknown): Promise<MessagesTaken> {
  const answer = await post(sender, '/dcsa/events', JSON.stringify(value));
  expect(answer.statusCode, answer.body).toBe(202);
  const told = answer.json<MessagesTaken>();
  expect(told.accepted + told.duplicates + told.quarantined.length + told.rejected).toBe(told.signals);
  return told;
}

const metadata = (eventType: string, changes: Record<string, unknown> = {}) => ({
  eventID: 'evt-1',
  eventType,
  eventCreatedDateTime: '2026-11-20T10:00:00Z',
  publisher: { carrierCode: 'CMA' },
  publisherRole: 'CA',
  ...changes,
});
const happened = { eventClassifierCode: 'ACT', eventDateTime: '2026-11-20T09:00:00+02:00' };
const booking = { relatedDocumentReferences: [{ type: 'BKG', value: 'B-1' }] };

const file = sharedData('dcsa/dcsa-examples.jsonl');
describe.skipIf(file === null)(
  `the examples of DCSA${file === null ? ': skipped, the shared data is not there' : ''}`,
  () => {
    type Example = { spec: string; name: string; value: unknown };
    const examples = file
      ? readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Example)
      : [];

    /** What each example makes, by its place in the file. All others are the error answers of an interface. */
    const DOOR = ['equipment.observed', 'sensor.observed'];
    const REEFER = ['equipment.observed', ...Array<string>(6).fill('sensor.observed')];
    const calls = (count: number) => Array<string>(count).fill('port-call.observed');
    const EVENTS: Record<number, string[]> = {
      0: ['document.changed', 'shipment.moved'],
      1: ['shipment.moved'], // and one that has the id of the first with another payload
      2: ['signal.retracted', 'shipment.moved'],
      3: ['document.changed'],
      4: ['shipment.moved'],
      5: ['shipment.moved'],
      6: ['shipment.moved'],
      7: ['signal.retracted'],
      10: calls(1),
      11: calls(1),
      22: calls(3),
      23: calls(3),
      26: calls(1),
      27: calls(1),
      39: calls(2),
      51: calls(2),
      52: calls(1),
      60: calls(3),
      68: calls(3),
      75: DOOR,
      76: DOOR,
      77: DOOR,
      78: ['signal.retracted', 'signal.retracted'],
      79: [...REEFER, ...REEFER],
      80: REEFER, // and one that has the id of the first with another payload
      81: REEFER,
      82: Array<string>(7).fill('signal.retracted'),
    };
    const CONTRADICTED = [1, 80];
    const NAMELESS = [16, 17, 33, 34];

    it('are 83, of which 27 hold events, 4 do not say of what they speak, and 52 are errors', () => {
      expect(examples).toHaveLength(83);
      const errors = examples.filter((_example, place) => !EVENTS[place] && !NAMELESS.includes(place));
      expect([Object.keys(EVENTS).length, NAMELESS.length, errors.length]).toEqual([27, 4, 52]);
    });

    it.each(examples.map(({ name, spec, value }, place) => [place, name, spec, value] as const))(
      '%i %s of %s',
      async (place, _name, _spec, value) => {
        const sender = await newSender();
        const told = await send(sender, value);
        const stored = await storedBy(sender);
        expect(stored.map(({ type }) => type)).toEqual(EVENTS[place] ?? []);
        expect(told.accepted).toBe(stored.length);
        if (CONTRADICTED.includes(place)) {
          expect(told.quarantined[0]).toMatchObject({ index: 1, reason: 'other-payload' });
          expect(told.quarantined.every(({ index }) => index === 1)).toBe(true);
        } else if (EVENTS[place]) expect(told.quarantined).toEqual([]);
        else {
          const why = NAMELESS.includes(place)
            ? /does not|not what it is the reason for/
            : /error answer of a DCSA interface \(\d{3} .*not an event/;
          expect(told.quarantined).toEqual([
            { index: 0, id: null, reason: 'not-a-dcsa-event', detail: expect.stringMatching(why) },
          ]);
        }
        expect(await countsOf(sender)).toEqual({
          accepted: told.accepted,
          duplicates: 0,
          quarantined: told.quarantined.length,
          rejected: 0,
        });
        if (EVENTS[place]) expect(await send(sender, value)).toMatchObject({ accepted: 0, duplicates: stored.length });
      },
    );
  },
);

describe('what events become', () => {
  it('a move of version 3', async () => {
    const sender = await newSender();
    const transportCall = {
      transportCallReference: 'TC-1',
      modeOfTransport: 'VESSEL',
      location: { UNLocationCode: 'NLRTM' },
      carrierImportVoyageNumber: '7N',
      carrierExportVoyageNumber: '8S',
      vessel: { vesselIMONumber: '9321483' },
    };
    const payload = {
      ...happened,
      equipmentEventTypeCode: 'DISC',
      equipmentReference: 'APZU4812090',
      transportCall,
      ...booking,
    };
    await send(sender, { metadata: metadata('EQUIPMENT'), payload });
    expect(await storedBy(sender)).toMatchObject([
      {
        id: 'evt-1',
        source: `/dcsa/${sender.sourceId}`,
        type: 'shipment.moved',
        subjectKey: '|shipment|B-1',
        eventAt: new Date('2026-11-20T07:00:00Z'),
        recordedAt: new Date('2026-11-20T10:00:00Z'),
        data: {
          shipment: 'B-1',
          equipment: 'APZU4812090',
          leg: 'TC-1',
          movement: 'discharge',
          phase: 'actual',
          site: 'NLRTM',
          mode: 'ocean',
          carrier: 'CMA',
          vehicle: '9321483 7N',
          statusCode: 'DISC',
        },
      },
    ]);
  });

  it('a move of version 2, flat', async () => {
    const sender = await newSender();
    await send(sender, {
      ...metadata('TRANSPORT'),
      ...happened,
      transportEventTypeCode: 'DEPA',
      documentReferences: [{ documentReferenceType: 'TRD', documentReferenceValue: 'T-9' }],
      transportCall: {
        transportCallID: 'TC-2',
        UNLocationCode: 'CNSHA',
        carrierVoyageNumber: '8S',
        vessel: { vesselIMONumber: 9321483 },
      },
    });
    const [moved] = await storedBy(sender);
    expect(moved?.data).toMatchObject({
      shipment: 'T-9',
      leg: 'TC-2',
      site: 'CNSHA',
      movement: 'departure',
      vehicle: '9321483 8S',
    });
  });

  it('a reefer that was told to keep another temperature', async () => {
    const sender = await newSender();
    const measurements = { temperature: -11.5, temperatureUnit: 'FAH', humidity: 80 };
    const payload = {
      ...happened,
      reeferEventTypeCode: 'MEAS',
      equipmentReference: 'APZU4812090',
      measurements,
      setpoints: { temperature: -18 },
      ...booking,
    };
    await send(sender, { metadata: metadata('REEFER'), payload });
    const [main, ...readings] = await storedBy(sender);
    expect(main?.data).toMatchObject({
      device: 'reefer',
      happening: 'measured',
      readings: 2,
      told: { payload: { setpoints: { temperature: -18 } } },
    });
    expect(readings.map(({ id, data }) => [id, data])).toMatchObject([
      [
        'evt-1#temperature',
        { thing: 'APZU4812090', measure: 'Temperature', value: -11.5, unit: 'FAH', setpoint: -18, shipment: 'B-1' },
      ],
      ['evt-1#humidity', { measure: 'RelativeHumidity', value: 80, unit: 'P1', setpoint: null }],
    ]);
  });

  it('a retraction takes back every reading that the event may have made', async () => {
    const sender = await newSender();
    const payload = { ...happened, iotEventTypeCode: 'DETC', iotEventCode: 'DRO', equipmentReference: 'APZU4812090' };
    await send(sender, { metadata: metadata('IOT'), payload });
    await send(sender, { metadata: metadata('IOT', { eventID: 'evt-2', retractedEventID: 'evt-1' }) });
    const signals = await storedBy(sender);
    const back = signals
      .filter(({ type }) => type === 'signal.retracted')
      .map(({ data }) => (data as { retracts: unknown }).retracts);
    const source = `/dcsa/${sender.sourceId}`;
    expect(back).toEqual(signals.slice(0, 2).map(({ id }) => ({ source, id })));
  });

  it('a list with one that is no event keeps the others', async () => {
    const sender = await newSender();
    const good = {
      metadata: metadata('EQUIPMENT'),
      payload: { ...happened, equipmentEventTypeCode: 'LOAD', equipmentReference: 'C-1' },
    };
    const bad = {
      metadata: metadata('EQUIPMENT', { eventID: 'evt-2' }),
      payload: { ...happened, equipmentEventTypeCode: 'LOAD' },
    };
    expect(await send(sender, [bad, 7, good])).toMatchObject({
      accepted: 1,
      quarantined: [
        { index: 0, id: 'evt-2', reason: 'not-a-dcsa-event', detail: expect.stringContaining('nothing that moves') },
        { index: 1, id: null, reason: 'not-a-dcsa-event' },
      ],
    });
  });
});

it.each<[string, string | Buffer, Record<string, string>, number]>([
  ['no JSON', '{', {}, 400],
  ['nothing', '', {}, 400],
  ['XML', '<a/>', { 'content-type': 'text/xml' }, 415],
  ['an event over 256 kB', JSON.stringify({ note: 'x'.repeat(300_000) }), {}, 413],
  ['a body over 8 MB', ' '.repeat(9_000_000), {}, 413],
  ['more than 10,000 events', JSON.stringify(Array(10_001).fill(1)), {}, 413],
])('refuses %s whole and counts it once', async (_name, payload, headers, status) => {
  const sender = await newSender();
  const answer = await post(sender, '/dcsa/events', payload, headers);
  expect(answer.json()).toMatchObject({ status, detail: expect.any(String) });
  expect(await countsOf(sender)).toEqual({ accepted: 0, duplicates: 0, quarantined: 0, rejected: 1 });
});
