import type { z } from 'zod';
import { makeTable } from '../../../core/make-table.ts';
import { storable } from '../../../core/words.ts';
import type { MadeSignal } from '../make-signal.ts';
import { DERIVED, DOCUMENT_STATES, DOORS, MEASURED, MEASURES, MODES, MOVEMENTS, PHASES } from './constants.ts';
import type { DcsaEvent, DcsaEventOf, dcsaRetractionSchema } from './schema.ts';

type Told = Record<string, unknown>;
type Reference = { kind: string; value: string };

/**
 * The signals that one DCSA event says on a stream.
 * @param told the event as it was sent.
 * @returns the signals, the event's own first, or in words why it says none.
 */
export function mapEvent(event: DcsaEvent, told: Told, source: string): MadeSignal[] | string {
  const recorded = event.eventCreatedDateTime ? { recordedtime: event.eventCreatedDateTime } : {};
  const made = (type: string, data: Told, suffix = ''): MadeSignal => ({
    id: `${event.eventID}${suffix}`,
    source,
    type,
    time: event.eventDateTime,
    ...recorded,
    data,
  });
  switch (event.eventType) {
    case 'TRANSPORT':
    case 'EQUIPMENT': {
      const data = movementOf(event, told);
      return typeof data === 'string' ? data : [made('shipment.moved', data)];
    }
    case 'SHIPMENT': {
      const data = documentOf(event, told);
      return typeof data === 'string' ? data : [made('document.changed', data)];
    }
    case 'IOT':
      return [
        made('equipment.observed', trackerOf(event, told)),
        ...doorOf(event).map((data) => made('sensor.observed', data, '#door')),
      ];
    case 'REEFER': {
      const readings = readingsOf(event);
      const main = made('equipment.observed', reeferOf(event, told, readings.length));
      return [main, ...readings.map(({ name, data }) => made('sensor.observed', data, `#${name}`))];
    }
  }
}

/** What takes an event back, and with it each reading that an event of its kind may have made. */
export function mapRetraction(event: z.infer<typeof dcsaRetractionSchema>, told: Told, source: string): MadeSignal[] {
  const at = event.eventCreatedDateTime;
  return ['', ...(DERIVED[event.eventType] ?? [])].map((suffix) => ({
    id: `${event.eventID}${suffix}`,
    source,
    type: 'signal.retracted',
    ...(at ? { time: at, recordedtime: at } : {}),
    data: {
      retracts: { source, id: `${event.retractedEventID}${suffix}` },
      reason: null,
      declaredAt: at ?? null,
      correctedBy: [],
      note: null,
      ...(suffix ? {} : { told }),
    },
  }));
}

function movementOf(event: DcsaEventOf<'TRANSPORT' | 'EQUIPMENT'>, told: Told): Told | string {
  const code = event.eventType === 'TRANSPORT' ? event.transportEventTypeCode : event.equipmentEventTypeCode;
  const movement = MOVEMENTS[code] ?? 'other';
  const call = event.transportCall;
  const references = referencesOf(event);
  const equipment = event.equipmentReference ?? references.find(({ kind }) => kind === 'EQ')?.value ?? null;
  const vehicle = vehicleOf(event, movement);
  const leg = call?.transportCallReference ?? call?.transportCallID ?? null;
  const shipment = shipmentOf(references) ?? equipment ?? vehicle ?? leg;
  if (!shipment)
    return 'It names no booking, transport document, container, vehicle or transport call: nothing that moves.';
  return {
    shipment,
    equipment: equipment && equipment.length <= 60 ? equipment : null,
    leg,
    movement,
    phase: PHASES[event.eventClassifierCode],
    site: siteOf(event),
    mode: call?.modeOfTransport ? (MODES[call.modeOfTransport] ?? 'unknown') : null,
    carrier: carrierOf(event),
    vehicle,
    statusCode: code,
    note: null,
    references,
    told,
  };
}

function documentOf(event: DcsaEventOf<'SHIPMENT'>, told: Told): Told | string {
  const document = event.documentReference ?? event.documentID;
  if (!document) return 'documentReference: is missing, so it is unclear which document changed.';
  const references = referencesOf(event);
  return {
    document,
    kind: event.documentTypeCode,
    state: DOCUMENT_STATES[event.shipmentEventTypeCode] ?? 'other',
    phase: PHASES[event.eventClassifierCode],
    statusCode: event.shipmentEventTypeCode,
    reason: typeof event.reason === 'string' ? storable(event.reason, 2_000) : null,
    carrier: carrierOf(event),
    shipment: event.documentTypeCode === 'BKG' && document.length <= 120 ? document : shipmentOf(references),
    references,
    told,
  };
}

const HAPPENINGS = makeTable<string>({ MEAS: 'measured', ADJU: 'adjusted', DETC: 'detected', LOCN: 'located' });

function trackerOf(event: DcsaEventOf<'IOT'>, told: Told): Told {
  const door = DOORS[event.iotEventCode ?? ''];
  const happening = door ? `door-${door}` : (HAPPENINGS[event.iotEventTypeCode] ?? 'other');
  const statusCode = [event.iotEventTypeCode, event.iotEventCode].filter(Boolean).join(' ');
  return { ...deviceOf(event, told), device: 'tracker', happening, statusCode, readings: door ? 1 : 0 };
}

function reeferOf(event: DcsaEventOf<'REEFER'>, told: Told, readings: number): Told {
  const statusCode = event.reeferEventTypeCode;
  return {
    ...deviceOf(event, told),
    device: 'reefer',
    happening: HAPPENINGS[statusCode] ?? 'other',
    statusCode,
    readings,
  };
}

function deviceOf(event: DcsaEventOf<'IOT' | 'REEFER'>, told: Told): Told {
  const references = referencesOf(event);
  return {
    equipment: event.equipmentReference,
    phase: PHASES[event.eventClassifierCode],
    site: siteOf(event),
    latitude: event.geoLocation?.latitude ?? null,
    longitude: event.geoLocation?.longitude ?? null,
    carrier: carrierOf(event),
    shipment: shipmentOf(references),
    references,
    told,
  };
}

function doorOf(event: DcsaEventOf<'IOT'>): Told[] {
  const door = DOORS[event.iotEventCode ?? ''];
  return door ? [{ ...sensedIn(event), measure: 'Door', value: null, unit: null, words: door }] : [];
}

function readingsOf(event: DcsaEventOf<'REEFER'>): { name: string; data: Told }[] {
  const { measurements, setpoints } = event;
  return MEASURED.flatMap((name) => {
    const value = measurements?.[name];
    if (value === null || value === undefined) return [];
    const { measure, component, unit, unitIn } = MEASURES[name];
    const told = unitIn ? measurements?.[unitIn] : undefined;
    const setpoint = setpoints?.[name] ?? null;
    const data = {
      ...sensedIn(event),
      measure,
      component,
      value,
      unit: typeof told === 'string' ? told : unit,
      words: null,
      setpoint,
    };
    return [{ name, data }];
  });
}

/** Whose measure it is, and where it was taken. */
const sensedIn = (event: DcsaEventOf<'IOT' | 'REEFER'>): Told => ({
  thing: event.equipmentReference,
  thingKind: 'container',
  device: null,
  low: null,
  high: null,
  shipment: shipmentOf(referencesOf(event)),
  latitude: event.geoLocation?.latitude ?? null,
  longitude: event.geoLocation?.longitude ?? null,
});

function referencesOf(event: DcsaEvent): Reference[] {
  const lists = [event.relatedDocumentReferences, event.documentReferences, event.references];
  const all = lists
    .flatMap((list) => list ?? [])
    .map((told) => ({
      kind: told.type ?? told.documentReferenceType ?? told.referenceType ?? 'other',
      value: told.value ?? told.documentReferenceValue ?? told.referenceValue ?? '',
    }));
  return all.filter(({ value }) => value !== '').slice(0, 100);
}

/** Papers that name a shipment, the one that names it best first: booking, shipment, transport document, bill of lading. */
const NAMING = ['BKG', 'SHI', 'TRD', 'BOL'];

function shipmentOf(references: readonly Reference[]): string | null {
  for (const kind of NAMING) {
    const named = references.find((reference) => reference.kind === kind && reference.value.length <= 120);
    if (named) return named.value;
  }
  return null;
}

const siteOf = ({ transportCall, location, eventLocation }: DcsaEvent): string | null =>
  transportCall?.location?.UNLocationCode ??
  transportCall?.UNLocationCode ??
  location?.UNLocationCode ??
  eventLocation?.UNLocationCode ??
  transportCall?.location?.locationName ??
  location?.locationName ??
  null;

/** Who carries: the publisher, where it speaks as carrier or does not say as whom. */
const carrierOf = ({ publisher, publisherRole }: DcsaEvent): string | null =>
  publisher && (publisherRole ?? 'CA') === 'CA' ? (publisher.carrierCode ?? publisher.partyName ?? null) : null;

/** IMO number and voyage (the importing one where it arrives), licence plate or rail car. */
function vehicleOf({ transportCall: call }: DcsaEvent, movement: string): string | null {
  if (!call) return null;
  const arrives = movement === 'arrival' || movement === 'discharge';
  const voyages = [
    call.carrierImportVoyageNumber ?? call.importVoyageNumber,
    call.carrierExportVoyageNumber ?? call.exportVoyageNumber,
  ];
  const voyage = (arrives ? voyages : voyages.reverse()).find(Boolean) ?? call.carrierVoyageNumber;
  const ship = call.vessel?.vesselIMONumber;
  return (ship ? [ship, voyage].filter(Boolean).join(' ') : null) ?? call.licencePlate ?? call.railCar ?? null;
}
