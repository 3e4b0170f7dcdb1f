import { makeTable } from '../../../core/make-table.ts';

/** Codes of DCSA Track and Trace 2.2 and 3.0, and what they are here. A code that is not in a table is kept as it was sent. */
export const MOVEMENTS = makeTable<string>({
  ARRI: 'arrival',
  DEPA: 'departure',
  LOAD: 'load',
  DISC: 'discharge',
  GTIN: 'gate-in',
  GTOT: 'gate-out',
  STUF: 'stuff',
  STRP: 'strip',
  PICK: 'pickup',
  INSP: 'inspection',
  CUSI: 'inspection',
  CUSS: 'customs-hold',
  CUSR: 'customs-release',
});
export const DOCUMENT_STATES = makeTable<string>({
  RECE: 'received',
  DRFT: 'drafted',
  PENA: 'pending-approval',
  PENU: 'pending-update',
  APPR: 'approved',
  CONF: 'confirmed',
  ISSU: 'issued',
  REQS: 'requested',
  SUBM: 'submitted',
  SURR: 'surrendered',
  REJE: 'rejected',
  CANC: 'cancelled',
  VOID: 'void',
  RELS: 'released',
  HOLD: 'on-hold',
});
export const MODES = makeTable<string>({
  VESSEL: 'ocean',
  RAIL: 'rail',
  TRUCK: 'truck',
  BARGE: 'barge',
  AIR: 'air',
});
export const PHASES = { PLN: 'planned', EST: 'estimated', ACT: 'actual' } as const;
/** Doors, as IoT 1.0 codes them. */
export const DOORS = makeTable<'opened' | 'closed'>({ DRO: 'opened', DRC: 'closed' });

type Measured = 'temperature' | 'ambientTemperature' | 'o2' | 'co2' | 'humidity' | 'airExchange';
/** What a reefer measures: GS1 measurement type, the part where it is not the whole, and its unit or the member that tells it. */
export const MEASURES: Record<Measured, { measure: string; component: string | null; unit: string; unitIn?: string }> =
  {
    temperature: { measure: 'Temperature', component: null, unit: 'CEL', unitIn: 'temperatureUnit' },
    ambientTemperature: { measure: 'Temperature', component: 'ambient', unit: 'CEL', unitIn: 'temperatureUnit' },
    o2: { measure: 'VolumeFraction', component: 'o2', unit: 'P1' },
    co2: { measure: 'VolumeFraction', component: 'co2', unit: 'P1' },
    humidity: { measure: 'RelativeHumidity', component: null, unit: 'P1' },
    airExchange: { measure: 'VolumeFlowRate', component: 'air exchange', unit: 'MQH', unitIn: 'airExchangeUnit' },
  };
export const MEASURED = Object.keys(MEASURES) as Measured[];
/** What stands behind an event's id in the ids of its readings: so a retraction finds every one that the event may have made. */
export const DERIVED = makeTable<readonly string[]>({
  REEFER: MEASURED.map((name) => `#${name}`),
  IOT: ['#door'],
});
