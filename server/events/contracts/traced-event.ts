import { z } from 'zod';
import { message, reference, text } from './schema.ts';

const name = text(300);
const quantityOf = z.object({
  item: name.describe('Class of things: GTIN, or GTIN and lot'),
  quantity: z.number().nonnegative().max(1e15).nullable(),
  unit: text(60).nullable().describe('UN/CEFACT code; null counts pieces'),
});

/** Things, one by one. GS1 keys in the form of a GS1 Digital Link, whichever form they were sent in. */
export const things = z.array(name).max(20_000);
export const quantities = z.array(quantityOf).max(20_000);
export const action = z.enum(['ADD', 'OBSERVE', 'DELETE']).describe('EPCIS: begins, is still so, ends');

/** What every EPCIS event says, in our words: when, where, why and how. Event time and record time stand on the signal. */
export const tracedFields = {
  otherIds: z.array(name).max(10).describe('Further ids under which the sender speaks of the same event'),
  zoneOffset: z.string().regex(/^[+-]\d\d:\d\d$/),
  bizStep: name.nullable().describe('Step of the business: "shipping"; a URI where it is not of the CBV'),
  disposition: name.nullable(),
  readPoint: name.nullable().describe('Where it was seen'),
  bizLocation: name.nullable().describe('Where the things are from now on, until told otherwise'),
  transactions: z.array(reference).max(1_000).describe('Orders, notices, bills: kind as in the CBV, "po", "desadv"'),
  sources: z.array(reference).max(1_000).describe('Who had, owned or held it before'),
  destinations: z.array(reference).max(1_000),
  readings: z.number().int().nonnegative().describe('Sensor readings in it; each follows as a sensor.observed'),
  context: z.array(z.unknown()).max(50).describe('JSON-LD context, for the prefixes that the event uses'),
  event: message,
};

type Traced = { bizStep: string | null; readPoint: string | null; bizLocation: string | null };

/** "shipping at https://…" as the end of a sentence. */
export function stepWords({ bizStep, readPoint, bizLocation }: Traced): string {
  const place = readPoint ?? bizLocation;
  return `${bizStep ? `, ${bizStep.replaceAll('_', ' ')}` : ''}${place ? ` at ${place}` : ''}.`;
}

/** "3 things", or the one thing by name. */
export const thingsWords = (list: readonly string[], quantity: readonly { item: string }[] = []): string => {
  const all = [...list, ...quantity.map(({ item }) => item)];
  return all.length === 1 && all[0] ? all[0] : `${all.length} things`;
};
