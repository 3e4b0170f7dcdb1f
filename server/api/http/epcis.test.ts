import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../scripts/shared-data.mjs';
import { withTransaction } from '../../db/transaction.ts';
import { applyWorld, readSignalBatch } from '../../events/world/index.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { documentCapture, epcisDocument, epcisEvent } from '../../testing/epcis.ts';
import { testMachineApi } from '../../testing/machine-api.ts';

const { db } = await testDatabase();
const api = testMachineApi(db);
const { newSender, countsOf, storedBy } = api;
const capture = documentCapture(api);

const folder = sharedData('epcis/documents');
describe.skipIf(folder === null)(
  `GS1's documents${folder === null ? ': skipped, the shared data is not there' : ''}`,
  () => {
    const root = folder ?? '';
    const files = folder
      ? (readdirSync(root, { recursive: true }) as string[]).filter((file) => file.endsWith('.jsonld')).sort()
      : [];
    type Told = { eventID?: string; errorDeclaration?: { correctiveEventIDs?: string[] } };
    const eventsOf = (file: string): Told[] => {
      const { epcisBody } = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
      return epcisBody.eventList ?? epcisBody.queryResults.resultsBody.eventList;
    };

    it('are 47', () => expect(files).toHaveLength(47));

    it.each(files)('%s is captured whole; its retractions are followed; again it is all duplicates', async (file) => {
      const sender = await newSender();
      const bytes = readFileSync(path.join(root, file));
      const first = await capture(sender, bytes);
      expect(first).toMatchObject({ success: true, errors: [], duplicates: 0, accepted: first.signals });
      const told = eventsOf(file);
      expect(first.events).toBe(told.length);
      const signals = await storedBy(sender);
      expect(signals).toHaveLength(first.signals);
      const retracted = signals
        .filter(({ type }) => type === 'signal.retracted')
        .map(({ data }) => data as { retracts: { source: string; id: string }; correctedBy: string[] });
      for (const { eventID, errorDeclaration } of told) {
        if (errorDeclaration) {
          const own = retracted.filter(
            ({ retracts }) => !eventID || retracts.id === eventID || retracts.id.startsWith(`${eventID}#`),
          );
          expect(own.length).toBeGreaterThan(0);
          if (eventID) expect(own[0]?.retracts).toEqual({ source: `/epcis/${sender.sourceId}`, id: eventID });
          expect(own[0]?.correctedBy).toEqual(errorDeclaration.correctiveEventIDs ?? []);
          expect(signals.some(({ id }) => id === eventID)).toBe(false);
        } else if (eventID) {
          expect(signals.some(({ id, type }) => id === eventID && type.startsWith('object.'))).toBe(true);
        }
      }
      const second = await capture(sender, bytes);
      expect(second).toMatchObject({ success: true, accepted: 0, duplicates: first.signals, signals: first.signals });
      expect(await storedBy(sender)).toHaveLength(first.signals);
      expect(await countsOf(sender)).toEqual({
        accepted: first.signals,
        duplicates: first.signals,
        quarantined: 0,
        rejected: 0,
      });
    });

    it('sent by one reader contradict each other in two ids, and only there', async () => {
      const sender = await newSender();
      const refused: [string, string | undefined][] = [];
      for (const file of files) {
        const { errors } = await capture(sender, readFileSync(path.join(root, file)), {
          'gs1-capture-error-behaviour': 'proceed',
        });
        for (const { instance, reason } of errors) if (reason === 'other-payload') refused.push([file, instance]);
      }
      expect(refused.filter(([, id]) => !id?.includes('#'))).toEqual([
        ['Example-Type-sourceOrDestination,measurement,bizTransaction.jsonld', expect.stringContaining('5f7c472b')],
        ['WithSensorData/SensorDataExample17.jsonld', expect.stringContaining('e1f630b9')],
      ]);
    });
  },
);

describe('an event that is declared wrong', () => {
  const reading = { type: 'Temperature', value: 9.5, uom: 'CEL' };
  const original = epcisEvent({
    bizStep: 'receiving',
    bizTransactionList: [{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:0614141073467:1152' }],
    sensorElementList: [{ sensorReport: [reading] }],
  });
  const errorDeclaration = {
    declarationTime: '2026-11-21T08:00:00Z',
    reason: 'incorrect_data',
    correctiveEventIDs: ['urn:uuid:2'],
  };

  it('stays as it was; it, its reading and its movement are taken back, each by a signal of its own', async () => {
    const sender = await newSender();
    await capture(sender, epcisDocument(original));
    const job = await capture(
      sender,
      epcisDocument({ ...original, errorDeclaration }, { ...original, eventID: 'urn:uuid:2' }),
    );
    expect(job).toMatchObject({ success: true, events: 2, accepted: 6 });
    const signals = await storedBy(sender);
    expect(signals.slice(0, 3).map(({ id, type }) => [id, type])).toEqual([
      ['urn:uuid:1', 'object.observed'],
      ['urn:uuid:1#sensor-0-0', 'sensor.observed'],
      ['urn:uuid:1#movement', 'shipment.moved'],
    ]);
    const back = signals.filter(({ type }) => type === 'signal.retracted').map(({ data }) => data);
    expect(back.map((data) => (data as { retracts: { id: string } }).retracts.id)).toEqual([
      'urn:uuid:1',
      'urn:uuid:1#sensor-0-0',
      'urn:uuid:1#movement',
    ]);
    expect(back[0]).toMatchObject({
      reason: 'incorrect_data',
      declaredAt: '2026-11-21T08:00:00Z',
      correctedBy: ['urn:uuid:2'],
      told: { errorDeclaration },
    });
  });

  const documents = [epcisDocument(original), epcisDocument({ ...original, errorDeclaration })];
  it.each([
    ['after the event', documents],
    ['before the event', documents.toReversed()],
  ])('is followed in the world when it comes %s', async (_name, inOrder) => {
    const sender = await newSender();
    for (const sent of inOrder) await capture(sender, sent);
    await untilSettled(db);
    const { signals } = await readSignalBatch(db.pool, 0n, 10_000);
    const own = signals.filter(({ sourceId }) => sourceId === sender.sourceId);
    expect(own).toHaveLength(6);
    await withTransaction(db, (tx) => applyWorld(tx, own));
    const taken = await db.prisma.retraction.findMany({ where: { bySourceId: sender.sourceId } });
    expect(taken.map(({ signalId }) => signalId).sort()).toEqual([
      'urn:uuid:1',
      'urn:uuid:1#movement',
      'urn:uuid:1#sensor-0-0',
    ]);
    expect(taken.every(({ appliedAt, finding }) => appliedAt !== null && finding === null)).toBe(true);
  });

  it('is found without an eventID, by what it says', async () => {
    const sender = await newSender();
    const { eventID: _id, ...nameless } = original;
    await capture(sender, epcisDocument(nameless));
    await capture(sender, epcisDocument({ ...nameless, recordTime: '2026-11-21T09:00:00Z', errorDeclaration }));
    const [main, , , back] = await storedBy(sender);
    expect(main?.id).toMatch(/^urn:holdpoint:epcis-event:sha-256:[0-9a-f]{64}$/);
    expect(back?.data).toMatchObject({ retracts: { id: main?.id } });
  });

  it('may be declared wrong twice, in other words', async () => {
    const sender = await newSender();
    await capture(sender, epcisDocument({ ...original, errorDeclaration }));
    const again = { ...errorDeclaration, reason: 'did_not_occur', correctiveEventIDs: [] };
    expect(await capture(sender, epcisDocument({ ...original, errorDeclaration: again }))).toMatchObject({
      accepted: 3,
    });
  });
});
