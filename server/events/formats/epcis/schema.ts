import { z } from 'zod';
import { storable } from '../../../core/words.ts';
import { instant } from '../../contracts/schema.ts';
import {
  ALERTS,
  BIZ_STEPS,
  COMPONENTS,
  DISPOSITIONS,
  ERROR_REASONS,
  MEASURES,
  PARTY_KINDS,
  TRANSACTION_KINDS,
} from './constants.ts';
import { shortWord } from './name-things.ts';

/*
 * EPCIS 2.0 events in JSON-LD, by our own reading of the standard (GS1 EPCIS 2.0, chapters 7 and 10): what GS1's JSON schema
 * refuses is refused here too. Members that are not of the standard need a prefix, and are kept.
 */

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;
const uri = (max = 300) => z.string().max(max).regex(URI, 'must be a URI or a CURIE');
const id = uri(200);
const place = z.object({ id: uri() }).loose();
const quantity = z.number();
const uom = z.string().regex(/^[A-Z0-9]{2,3}$/, 'must be a code of UN/CEFACT Recommendation 20');

/** A term: a word of a vocabulary, however written, or another's URI. */
const term = (words: ReadonlySet<string>) =>
  z
    .string()
    .max(300)
    .refine((value) => words.has(shortWord(value)) || (URI.test(value) && shortWord(value) === value), {
      error: 'must be a word of the standard vocabulary or a URI',
    });

/** An object whose further members must carry a prefix. */
const open = <Shape extends z.ZodRawShape>(shape: Shape, extra: readonly string[] = []) =>
  z
    .object(shape)
    .loose()
    .superRefine((value, context) => {
      for (const key of Object.keys(value)) {
        if (Object.hasOwn(shape, key) || key.startsWith('@') || extra.includes(key) || key.includes(':')) continue;
        const message = 'is no member of EPCIS 2.0; an extension needs a prefix';
        context.addIssue({ code: 'custom', path: [storable(key, 80)], message });
      }
    });

const unique = <T>(list: readonly T[]) => new Set(list).size === list.length;
const epcs = z.array(uri()).refine(unique, { error: 'names one thing twice' });
const quantityElement = z.strictObject({
  epcClass: uri(),
  quantity: quantity.nonnegative().optional(),
  uom: uom.optional(),
});
const quantities = z.array(quantityElement);
const dispositions = z.array(term(DISPOSITIONS)).min(1).refine(unique, { error: 'names one disposition twice' });

export const sensorReportSchema = open({
  type: term(MEASURES),
  exception: term(ALERTS).optional(),
  deviceID: uri(2_000).optional(),
  deviceMetadata: uri(2_000).optional(),
  rawData: uri(2_000).optional(),
  dataProcessingMethod: uri(2_000).optional(),
  bizRules: uri(2_000).optional(),
  time: instant.optional(),
  microorganism: uri().optional(),
  chemicalSubstance: uri().optional(),
  coordinateReferenceSystem: uri(2_000).optional(),
  value: quantity.optional(),
  component: term(COMPONENTS).optional(),
  stringValue: z.string().optional(),
  booleanValue: z.boolean().optional(),
  hexBinaryValue: z
    .string()
    .regex(/^[A-Fa-f0-9]+$/)
    .optional(),
  uriValue: uri(2_000).optional(),
  minValue: quantity.optional(),
  maxValue: quantity.optional(),
  meanValue: quantity.optional(),
  sDev: quantity.optional(),
  percRank: quantity.optional(),
  percValue: quantity.optional(),
  uom: z.string().max(60).optional(),
});
export type SensorReport = z.infer<typeof sensorReportSchema>;

const sensorElement = open({
  sensorMetadata: open({
    time: instant.optional(),
    deviceID: uri(2_000).optional(),
    deviceMetadata: uri(2_000).optional(),
    rawData: uri(2_000).optional(),
    startTime: instant.optional(),
    endTime: instant.optional(),
    dataProcessingMethod: uri(2_000).optional(),
    bizRules: uri(2_000).optional(),
  }).optional(),
  sensorReport: z.array(sensorReportSchema).min(1),
});

const common = {
  eventTime: instant,
  recordTime: instant.optional(),
  eventTimeZoneOffset: z.string().regex(/^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/, 'must be an offset such as +01:00'),
  eventID: id.optional(),
  certificationInfo: z.union([uri(2_000), z.array(uri(2_000))]).optional(),
  errorDeclaration: open({
    declarationTime: instant,
    reason: term(ERROR_REASONS).optional(),
    correctiveEventIDs: z.array(id).max(100).optional(),
  }).optional(),
  bizStep: term(BIZ_STEPS).optional(),
  disposition: term(DISPOSITIONS).optional(),
  readPoint: place.optional(),
  bizLocation: place.optional(),
  bizTransactionList: z
    .array(z.strictObject({ type: term(TRANSACTION_KINDS).optional(), bizTransaction: uri() }))
    .optional(),
  sourceList: z.array(z.strictObject({ type: term(PARTY_KINDS), source: uri() })).optional(),
  destinationList: z.array(z.strictObject({ type: term(PARTY_KINDS), destination: uri() })).optional(),
  sensorElementList: z.array(sensorElement).optional(),
};
const action = z.enum(['OBSERVE', 'ADD', 'DELETE']);
const persistentDisposition = z
  .strictObject({ set: dispositions.optional(), unset: dispositions.optional() })
  .refine(({ set, unset }) => set ?? unset, { error: 'sets or unsets something' })
  .optional();
const ilmd = z
  .record(z.string(), z.unknown())
  .refine((value) => Object.keys(value).every((key) => URI.test(key)), { error: 'its members need a prefix' })
  .optional();
const children = { parentID: uri().optional(), childEPCs: epcs.optional(), childQuantityList: quantities.optional() };

const some = (...lists: (readonly unknown[] | undefined)[]) => lists.some((list) => list?.length);

const objectEvent = open({
  ...common,
  type: z.literal('ObjectEvent'),
  epcList: epcs.optional(),
  quantityList: quantities.optional(),
  action,
  persistentDisposition,
  ilmd,
})
  .refine((event) => event.epcList || some(event.quantityList) || (some(event.sensorElementList) && event.readPoint), {
    error: 'names things in epcList or quantityList, or a readPoint with sensor data',
  })
  .refine((event) => event.action === 'ADD' || !event.ilmd, { error: 'carries ilmd with the action ADD only' });
const withChildren = (event: { action: string; childEPCs?: unknown[]; childQuantityList?: unknown[] }) =>
  event.action === 'DELETE' || some(event.childEPCs, event.childQuantityList);
const childrenNeeded = {
  error: 'names what belongs to it in childEPCs or childQuantityList; only DELETE may leave it out',
};
const aggregationEvent = open({ ...common, type: z.literal('AggregationEvent'), ...children, action })
  .refine(withChildren, childrenNeeded)
  .refine((event) => event.action === 'OBSERVE' || event.parentID, {
    error: 'names its parent in parentID; only OBSERVE may leave it out',
  });
const associationEvent = open({
  ...common,
  type: z.literal('AssociationEvent'),
  ...children,
  parentID: uri(),
  action,
}).refine(withChildren, childrenNeeded);
const transactionEvent = open({
  ...common,
  type: z.literal('TransactionEvent'),
  bizTransactionList: common.bizTransactionList.unwrap().min(1),
  parentID: uri().optional(),
  epcList: epcs.optional(),
  quantityList: quantities.optional(),
  action,
}).refine((event) => event.action === 'DELETE' || event.epcList || some(event.quantityList), {
  error: 'names things in epcList or quantityList; only DELETE may leave them out',
});
const transformationEvent = open({
  ...common,
  type: z.literal('TransformationEvent'),
  inputEPCList: epcs.optional(),
  inputQuantityList: quantities.optional(),
  outputEPCList: epcs.optional(),
  outputQuantityList: quantities.optional(),
  transformationID: uri().optional(),
  persistentDisposition,
  ilmd,
}).refine(
  (event) => {
    const into = some(event.inputEPCList, event.inputQuantityList);
    const out = some(event.outputEPCList, event.outputQuantityList);
    return event.transformationID ? into || out : into && out;
  },
  { error: 'names inputs and outputs; with a transformationID one of them is enough' },
);

/** One EPCIS 2.0 event of the five types of the standard. */
export const epcisEventSchema = z.discriminatedUnion('type', [
  objectEvent,
  aggregationEvent,
  transactionEvent,
  transformationEvent,
  associationEvent,
]);
export type EpcisEvent = z.infer<typeof epcisEventSchema>;

const header = {
  '@context': z.union([uri(2_000), z.record(z.string(), z.unknown()), z.array(z.unknown())]),
  schemaVersion: z.string().regex(/^2(\.\d+)*$/, 'must be 2.0: older EPCIS is XML'),
  creationDate: instant,
};

/** What stands around the events. Its events are read one by one. */
export const epcisDocumentSchema = z.discriminatedUnion('type', [
  z.object({
    ...header,
    type: z.literal('EPCISDocument'),
    epcisBody: z.object({ eventList: z.array(z.unknown()) }),
  }),
  z.object({
    ...header,
    schemaVersion: header.schemaVersion.optional(),
    creationDate: header.creationDate.optional(),
    type: z.literal('EPCISQueryDocument'),
    epcisBody: z.object({ queryResults: z.object({ resultsBody: z.object({ eventList: z.array(z.unknown()) }) }) }),
  }),
]);
