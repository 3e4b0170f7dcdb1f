import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sharedData } from '../../../../scripts/shared-data.mjs';
import { DomainError } from '../../../core/errors.ts';
import { epcisDocument, epcisEvent } from '../../../testing/epcis.ts';
import { readEpcis } from './read-epcis.ts';

const STREAM = '/epcis/test';
const read = (value: unknown) => readEpcis('application/ld+json', Buffer.from(JSON.stringify(value)), STREAM);
const flawOf = (changes: Record<string, unknown>) =>
  read(epcisDocument(epcisEvent(changes)))[0]?.[0]?.flaw?.detail ?? null;

const EPC = 'urn:epc:id:sgtin:4012345.011111.9876';
const SSCC = 'urn:epc:id:sscc:0614141.1234567890';
const LOT = { epcClass: 'urn:epc:class:lgtin:4012345.012345.998877', quantity: 5, uom: 'KGM' };

describe('what the standard refuses', () => {
  const file = sharedData('epcis/EPCIS-JSON-Schema.json');
  const ajv = formats.default(new Ajv({ strict: false, logger: false }));
  const standard = file ? ajv.compile(JSON.parse(readFileSync(file, 'utf8'))) : null;
  const reports = (report: Record<string, unknown>) => [{ sensorReport: [report] }];

  test.each<[string, Record<string, unknown>]>([
    ['no eventTime', { eventTime: undefined }],
    ['a time without a zone', { eventTime: '2026-11-20T08:00:00' }],
    ['no offset', { eventTimeZoneOffset: undefined }],
    ['an offset out of reach', { eventTimeZoneOffset: '+15:00' }],
    ['no action', { action: undefined }],
    ['another action', { action: 'WATCH' }],
    ['no things', { epcList: undefined }],
    ['a thing that is no URI', { epcList: ['pallet'] }],
    ['a thing twice', { epcList: [EPC, EPC] }],
    ['an unknown step', { bizStep: 'wandering' }],
    ['an unknown disposition', { disposition: 'lost' }],
    ['a member of its own without a prefix', { note: 'x' }],
    ['a quantity that is no number', { quantityList: [{ ...LOT, quantity: '5' }] }],
    ['a unit that is no code', { quantityList: [{ ...LOT, uom: 'kilogram' }] }],
    ['ilmd of what is only seen', { ilmd: { 'ex:lot': '1' } }],
    ['ilmd without a prefix', { action: 'ADD', ilmd: { lot: '1' } }],
    ['a place without an id', { readPoint: {} }],
    ['a party of no kind', { sourceList: [{ source: 'urn:x:1' }] }],
    ['no reports', { sensorElementList: [{ sensorReport: [] }] }],
    ['a report without a type', { sensorElementList: reports({ value: 1 }) }],
    ['a value that is no number', { sensorElementList: reports({ type: 'Temperature', value: '1' }) }],
    ['an unknown measure', { sensorElementList: reports({ type: 'Mood', value: 1 }) }],
    ['a declaration without a time', { errorDeclaration: { reason: 'incorrect_data' } }],
    ['another reason', { errorDeclaration: { declarationTime: '2026-11-20T08:00:00+02:00', reason: 'regret' } }],
    ['a persistent disposition that does nothing', { persistentDisposition: {} }],
    [
      'an aggregation without children',
      { type: 'AggregationEvent', epcList: undefined, parentID: SSCC, action: 'ADD' },
    ],
    ['an association without a parent', { type: 'AssociationEvent', epcList: undefined, childEPCs: [EPC] }],
    ['a transaction without papers', { type: 'TransactionEvent' }],
    [
      'a transformation without outputs',
      { type: 'TransformationEvent', action: undefined, epcList: undefined, inputEPCList: [EPC] },
    ],
  ])('%s', (_name, changes) => {
    expect(flawOf(changes)).toMatch(/.+: .+\.$/);
    if (standard) expect(standard(JSON.parse(JSON.stringify(epcisDocument(epcisEvent(changes)))))).toBe(false);
  });

  test.skipIf(standard === null)('and not what it allows', () => {
    expect(standard?.(epcisDocument(epcisEvent()))).toBe(true);
    expect(flawOf({})).toBeNull();
  });

  it('an event of a type of its own is kept apart', () =>
    expect(flawOf({ type: 'ex:OwnEvent' })).toMatch(/^Its type must be one of/));
});

/** Anything at all that JSON can say, in the places where a reader looks. */
const anything = fc.jsonValue({ maxDepth: 4 });
const oddEvent = fc
  .dictionary(
    fc.constantFrom(
      'eventTime',
      'epcList',
      'bizStep',
      'sensorElementList',
      'errorDeclaration',
      'eventID',
      'action',
      'readPoint',
      'type',
      'bizTransactionList',
      '@context',
    ),
    anything,
  )
  .map((changes) => epcisEvent(changes));
const oddDocument = fc.oneof(
  anything,
  oddEvent,
  fc.array(fc.oneof(oddEvent, anything), { maxLength: 4 }).map((events) => epcisDocument(...events)),
  fc.tuple(anything, anything).map(([context, body]) => ({ ...epcisDocument(), '@context': context, epcisBody: body })),
);

test('any JSON is read into signals or refused in words', () => {
  fc.assert(
    fc.property(oddDocument, (value) => {
      try {
        const messages = read(value);
        for (const signal of messages.flat()) expect(signal.flaw === null || signal.flaw.detail.length > 0).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    }),
    { numRuns: 500 },
  );
});

test('any bytes are read or refused in words', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(400), (bytes, at) => {
      const sound = Buffer.from(JSON.stringify(epcisDocument(epcisEvent(), epcisEvent({ 'x:y': 'é' }))));
      const body = Buffer.concat([sound.subarray(0, at), bytes, sound.subarray(at + bytes.length)]);
      try {
        readEpcis('application/json', body, STREAM);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    }),
    { numRuns: 500 },
  );
});
