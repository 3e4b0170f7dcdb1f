import { storable } from '../../../core/words.ts';
import { MAX_SENSED_THINGS } from './constants.ts';
import { kindOfThing, shortWord, siteOf, type ThingKind } from './name-things.ts';
import type { EpcisEvent, SensorReport } from './schema.ts';

/** A reading of one thing: what goes behind the event's id, when it was measured, and the payload of `sensor.observed`. */
export type Reading = { suffix: string; time: string; data: Record<string, unknown> };

/**
 * Every sensor report of an event, told for each thing of the event; for the place where there are no things or too many.
 * A reading has the time of its report, else of its element, else the end of its period, else of the event.
 * @param things names from `nameThing`.
 */
export function readSensors(
  event: EpcisEvent,
  { things, place, shipment }: { things: readonly string[]; place: string | null; shipment: string | null },
): Reading[] {
  const sensed = sensedBy(things, place);
  return (event.sensorElementList ?? []).flatMap(({ sensorMetadata, sensorReport }, element) =>
    sensorReport.flatMap((report, place) =>
      sensed.map(({ thing, thingKind }, index): Reading => {
        const own = report.time ?? sensorMetadata?.time;
        return {
          suffix: `#sensor-${element}-${place}${index ? `-${index}` : ''}`,
          time: own ?? sensorMetadata?.endTime ?? event.eventTime,
          data: {
            thing,
            thingKind,
            device: clip(report.deviceID ?? sensorMetadata?.deviceID, 200),
            measure: clip(shortWord(report.type), 120),
            value: report.value ?? null,
            unit: report.uom ?? null,
            words: wordsOf(report),
            low: null,
            high: null,
            component: clip(partOf(report), 300),
            from: own ? null : (sensorMetadata?.startTime ?? null),
            least: report.minValue ?? null,
            most: report.maxValue ?? null,
            mean: report.meanValue ?? null,
            alarm: alarmOf(report.exception),
            shipment,
          },
        };
      }),
    ),
  );
}

function sensedBy(things: readonly string[], place: string | null): { thing: string; thingKind: ThingKind }[] {
  if (things.length && things.length <= MAX_SENSED_THINGS)
    return things.map((thing) => ({ thing, thingKind: kindOfThing(thing) }));
  return [{ thing: place ? siteOf(place) : 'a place that was not told', thingKind: place ? 'site' : 'other' }];
}

/** What else but a number a device says. */
function wordsOf(report: SensorReport): string | null {
  const other = report.exception && !alarmOf(report.exception) ? report.exception : undefined;
  const told = report.stringValue ?? report.booleanValue ?? report.uriValue ?? report.hexBinaryValue ?? other;
  return told === undefined || told === '' ? null : clip(String(told).trim() || null, 300);
}

/** Which part of the measure it is: an axis, the substance or organism that was counted, or what a sender's `feature` names. */
function partOf(report: SensorReport): string | null {
  const feature = Object.entries(report).find(([key]) => key.endsWith(':feature'))?.[1];
  const part = report.component && shortWord(report.component);
  return part ?? report.chemicalSubstance ?? report.microorganism ?? (typeof feature === 'string' ? feature : null);
}

const alarmOf = (exception: string | undefined): 'alarm' | 'error' | null => {
  const word = exception && shortWord(exception);
  return word === 'ALARM_CONDITION' ? 'alarm' : word === 'ERROR_CONDITION' ? 'error' : null;
};

/** A text cut to what its field holds; the event itself keeps the whole. */
const clip = (text: string | null | undefined, max: number): string | null =>
  text ? (text.length > max ? `${storable(text, max - 1)}…` : text) : null;
