import { z } from 'zod';
import { instant } from '../../contracts/schema.ts';

/*
 * Events of the DCSA standards Track and Trace 2 and 3, IoT 1, Reefer 1, and the resources of Just in Time port call 2. An event
 * of version 3 keeps `metadata` and `payload` apart, one of version 2 is flat: both are read flat here. Members that we do not
 * read are kept with the signal.
 */

const text = (max: number) => z.string().trim().min(1).max(max);
const optional = (max: number) => text(max).nullish();

const location = z
  .object({ UNLocationCode: optional(10), locationName: optional(200), facilityCode: optional(60) })
  .loose()
  .nullish();
const transportCall = z
  .object({
    transportCallReference: optional(120),
    transportCallID: optional(120),
    modeOfTransport: optional(30),
    location,
    UNLocationCode: optional(10),
    carrierExportVoyageNumber: optional(50),
    carrierImportVoyageNumber: optional(50),
    carrierVoyageNumber: optional(50),
    exportVoyageNumber: optional(50),
    importVoyageNumber: optional(50),
    vessel: z
      .object({ vesselIMONumber: z.union([text(20), z.number()]).nullish() })
      .loose()
      .nullish(),
    licencePlate: optional(40),
    railCar: optional(60),
  })
  .loose()
  .nullish();

const references = z
  .array(
    z
      .object({
        type: optional(60),
        value: optional(300),
        referenceType: optional(60),
        referenceValue: optional(300),
        documentReferenceType: optional(60),
        documentReferenceValue: optional(300),
      })
      .loose(),
  )
  .max(100)
  .nullish();

const common = {
  eventID: text(200),
  eventCreatedDateTime: instant.nullish(),
  retractedEventID: optional(200),
  publisher: z
    .object({ carrierCode: optional(30), partyName: optional(200) })
    .loose()
    .nullish(),
  publisherRole: optional(30),
};
const happened = {
  ...common,
  eventDateTime: instant,
  eventClassifierCode: z.enum(['PLN', 'EST', 'ACT']),
  transportCall,
  location,
  eventLocation: location,
  relatedDocumentReferences: references,
  documentReferences: references,
  references,
  equipmentReference: optional(60),
};
const geoLocation = z
  .object({
    latitude: z.coerce.number().min(-90).max(90),
    longitude: z.coerce.number().min(-180).max(180),
  })
  .loose()
  .nullish();
const figures = z
  .object({
    temperature: z.number().nullish(),
    ambientTemperature: z.number().nullish(),
    temperatureUnit: optional(10),
    o2: z.number().nullish(),
    co2: z.number().nullish(),
    humidity: z.number().nullish(),
    airExchange: z.number().nullish(),
    airExchangeUnit: optional(10),
  })
  .loose()
  .nullish();

/** One event, flat. */
export const dcsaEventSchema = z.discriminatedUnion('eventType', [
  z.object({ ...happened, eventType: z.literal('TRANSPORT'), transportEventTypeCode: text(10) }).loose(),
  z.object({ ...happened, eventType: z.literal('EQUIPMENT'), equipmentEventTypeCode: text(10) }).loose(),
  z
    .object({
      ...happened,
      eventType: z.literal('SHIPMENT'),
      shipmentEventTypeCode: text(10),
      documentTypeCode: text(30),
      documentReference: optional(300),
      documentID: optional(300),
      reason: optional(5_000),
    })
    .loose(),
  z
    .object({
      ...happened,
      eventType: z.literal('IOT'),
      iotEventTypeCode: text(10),
      iotEventCode: optional(10),
      equipmentReference: text(60),
      geoLocation,
    })
    .loose(),
  z
    .object({
      ...happened,
      eventType: z.literal('REEFER'),
      reeferEventTypeCode: text(10),
      equipmentReference: text(60),
      geoLocation,
      measurements: figures,
      setpoints: figures,
    })
    .loose(),
]);
export type DcsaEvent = z.infer<typeof dcsaEventSchema>;
export type DcsaEventOf<Type extends DcsaEvent['eventType']> = Extract<DcsaEvent, { eventType: Type }>;

/** An event that takes another back. It says nothing else that counts. */
export const dcsaRetractionSchema = z
  .object({
    ...common,
    eventType: z.enum(['TRANSPORT', 'EQUIPMENT', 'SHIPMENT', 'IOT', 'REEFER']),
    retractedEventID: text(200),
  })
  .loose();

/** A resource of the port call standard, as it now stands. Which one it is, its own id says. */
export const portCallSchema = z
  .object({
    timestampID: optional(100),
    replyToTimestampID: optional(100),
    portCallServiceID: optional(100),
    portCallServiceTypeCode: optional(60),
    portCallServiceEventTypeCode: optional(60),
    portCallServiceLocation: location,
    terminalCallID: optional(100),
    portCallID: optional(100),
    UNLocationCode: optional(10),
    classifierCode: z.enum(['PLN', 'REQ', 'EST', 'ACT']).nullish(),
    dateTime: instant.nullish(),
    vessel: z
      .object({ vesselIMONumber: z.union([text(20), z.number()]).nullish(), name: optional(120) })
      .loose()
      .nullish(),
    carrierImportVoyageNumber: optional(50),
    carrierExportVoyageNumber: optional(50),
    omitted: z.boolean().nullish(),
    cancelled: z.boolean().nullish(),
    declined: z.boolean().nullish(),
    reason: optional(2_000),
    remark: optional(2_000),
  })
  .loose();
export type PortCallPart = z.infer<typeof portCallSchema>;
