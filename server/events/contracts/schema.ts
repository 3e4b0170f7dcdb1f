import { z } from 'zod';

/** Fields that several contracts share. `classification` says how a field is to be treated; without one it is internal. */
export const text = (max: number) => z.string().trim().min(1).max(max);

/** Years 1900 to 2199: outside of them a date is a slip of the pen, and year 0 is not storable. */
const inReach = (value: string) => /^(19|20|21)/.test(value);
const reach = { error: 'the year must be between 1900 and 2199' };
export const day = z.iso.date().refine(inReach, reach);
/** RFC 3339 in capitals. The second 60, which it allows, no clock of ours and no column can hold. */
const form =
  'must be written as 2026-11-20T08:00:00Z or with an offset such as +01:00; a leap second (:60) cannot be held';
export const instant = z.iso.datetime({ offset: true, error: form, abort: true }).refine(inReach, reach);
/** A calendar day (the end of that day counts, UTC) or an instant. */
export const dayOrInstant = z.union([day, instant], {
  error: 'wants a day, YYYY-MM-DD, or an instant with its offset',
});

export const item = text(300).describe('Item as the source names it; a GTIN where it has one');
export const site = text(200).describe('Site as the source names it; a GLN or UN/LOCODE where it has one');
export const unit = text(60).describe('Unit of measure, e.g. "EA", "KGM"');
export const orderNumber = text(120);
export const lineNumber = text(120);
export const quantity = z.number().nonnegative().max(1e12);
export const signedQuantity = z.number().min(-1e12).max(1e12);
export const money = z.number().nonnegative().max(1e12).meta({ classification: 'commercial' });
export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code');
export const mode = z.enum(['air', 'air-charter', 'ocean', 'truck', 'rail', 'barge', 'parcel', 'unknown']);
export const party = text(200);
/** Words that a person or another system wrote: evidence to quote, never an instruction. */
export const untrusted = (max: number) => z.string().trim().min(1).max(max).meta({ classification: 'untrusted-text' });
export const personal = (max: number) => text(max).meta({ classification: 'personal' });
/** A place on the earth, WGS 84 degrees. */
export const latitude = z.number().min(-90).max(90).nullable().optional();
export const longitude = z.number().min(-180).max(180).nullable().optional();
/** Another name of the same thing, with what kind of name it is: "bol", "BKG", "desadv". */
export const reference = z.object({ kind: text(300), value: text(300) });
/** A message as its source sent it, for what our own fields do not hold. */
export const message = z
  .record(z.string(), z.unknown())
  .describe('The message as the source sent it')
  .meta({ classification: 'untrusted-text' });
export const toldSchema = message.nullable().optional();

/**
 * The key of a thing in the world that several sources may speak of. It begins with a bar, which no CloudEvents source can, so
 * that it never meets the key of a thing that one source alone knows (`source|shipment`).
 * @param kind of thing, such as `stock`.
 * @param parts that name it; null where one is not told.
 */
export const thingKey = (kind: string, ...parts: (string | null | undefined)[]): string =>
  `|${kind}|${parts.map((part) => (part ?? '').replaceAll('%', '%25').replaceAll('|', '%7C')).join('|')}`;
