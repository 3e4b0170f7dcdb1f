import type { JsonSchema } from './build-json-schema.ts';
import { compileSchema } from './compile-contract.ts';

/** Where a reader refuses something that a writer may send, and why: {r} and {w} stand for reader and writer. */
export type Refusal = { path: string; words: string };

const typesOf = (types: readonly string[]): string =>
  types.length === ALL_TYPES.length ? 'anything' : types.filter((type) => type !== 'null').join(' or ') || 'null';

const ALL_TYPES = ['string', 'number', 'boolean', 'object', 'array', 'null'];
const show = (value: unknown): string => JSON.stringify(value);

/**
 * What a reader's schema refuses of that which a writer's schema lets through. Empty means: everything that a sender may send
 * under the writer's schema, naming no field that it does not name, is accepted by the reader. Pure; where it cannot be
 * proven that nothing is refused, it is reported.
 * @param writer of the data.
 * @param reader that is handed it.
 */
export function findRefusals(writer: JsonSchema, reader: JsonSchema, path = ''): Refusal[] {
  const at = path || 'data';
  if (writer.enum) return refusedValues(writer, reader, at);
  const refusals: Refusal[] = [];
  const wants = reader.type;
  const sends = writer.type ?? ALL_TYPES;
  if (wants) {
    const odd = sends.filter((type) => !wants.includes(type) && !(type === 'integer' && wants.includes('number')));
    if (odd.length) {
      const words =
        odd.length === 1 && odd[0] === 'null'
          ? 'is required {r} and may be left out or null {w}'
          : `is ${typesOf(wants)} {r} and ${typesOf(sends)} {w}`;
      // Null may be all that differs, and then the bounds still say something.
      refusals.push({ path: at, words });
      if (!odd.every((type) => type === 'null')) return refusals;
    }
  }
  if (reader.enum) return [...refusals, { path: at, words: `is limited to ${listOf(reader.enum)} {r} and not {w}` }];
  const sendsType = (...types: string[]) => types.some((type) => sends.includes(type));
  if (sendsType('string')) refusals.push(...refusedText(writer, reader, at));
  if (sendsType('number', 'integer')) refusals.push(...refusedNumbers(writer, reader, at));
  if (sendsType('array')) refusals.push(...refusedLists(writer, reader, path, at));
  if (sendsType('object')) refusals.push(...refusedObjects(writer, reader, path, at));
  return refusals;
}

const listOf = (values: readonly unknown[]): string =>
  values.length > 8
    ? `${values.slice(0, 8).map(show).join(', ')} and ${values.length - 8} more`
    : values.map(show).join(', ');

/** The values can be tried one by one, so this is exact. */
function refusedValues(writer: JsonSchema, reader: JsonSchema, path: string): Refusal[] {
  const sends = compileSchema(writer);
  const takes = compileSchema(reader);
  const odd = (writer.enum ?? []).filter((value) => sends(value) && !takes(value));
  return odd.length ? [{ path, words: `may be ${listOf(odd)} {w} and not {r}` }] : [];
}

function refusedText(writer: JsonSchema, reader: JsonSchema, path: string): Refusal[] {
  const refusals: Refusal[] = [];
  const add = (words: string) => refusals.push({ path, words });
  if ((reader.minLength ?? 0) > (writer.minLength ?? 0))
    add(`needs ${reader.minLength} characters {r} and ${writer.minLength ?? 0} {w}`);
  if (reader.maxLength !== undefined && reader.maxLength < (writer.maxLength ?? Infinity)) {
    add(`may have ${reader.maxLength} characters {r} and ${writer.maxLength ?? 'any number'} {w}`);
  }
  if (reader.pattern !== undefined && reader.pattern !== writer.pattern) {
    add(
      `must match ${reader.pattern} {r} and ${writer.pattern ?? 'nothing'} {w} (whether one covers the other cannot be told)`,
    );
  }
  if (reader.format !== undefined && reader.format !== writer.format) {
    add(`must be in the format ${reader.format} {r} and ${writer.format ?? 'in none'} {w}`);
  }
  return [...refusals, ...refusedDates(writer, reader, path)];
}

/** Dates and date-times compare as instants; times of day carry a zone and compare so on the same day. */
const instantOf = (text: string): number =>
  Date.parse(text.includes('-', 2) && !/^\d{2}:/.test(text) ? text : `1970-01-01T${text}`);

function refusedDates(writer: JsonSchema, reader: JsonSchema, path: string): Refusal[] {
  const bound = (inclusive: string | undefined, exclusive: string | undefined): Bound[] => [
    ...(inclusive === undefined ? [] : [{ value: instantOf(inclusive), open: false, words: inclusive }]),
    ...(exclusive === undefined ? [] : [{ value: instantOf(exclusive), open: true, words: exclusive }]),
  ];
  const of = (schema: JsonSchema) => ({
    low: tightest(bound(schema.formatMinimum, schema.formatExclusiveMinimum), 1),
    high: tightest(bound(schema.formatMaximum, schema.formatExclusiveMaximum), -1),
  });
  return outside(of(writer), of(reader), path);
}

type Bound = { value: number; open: boolean; words: string };
type Range = { low: Bound | null; high: Bound | null };

/** The bound that lets least through: the greatest of lower bounds (sign 1), the least of upper ones (sign -1). */
const tightest = (bounds: Bound[], sign: 1 | -1): Bound | null =>
  bounds.reduce<Bound | null>((best, one) => (best === null || isTighter(one, best, sign) ? one : best), null);

const isTighter = (one: Bound, other: Bound, sign: 1 | -1): boolean =>
  one.value === other.value ? one.open && !other.open : (one.value - other.value) * sign > 0;

function outside(writer: Range, reader: Range, path: string): Refusal[] {
  const refusals: Refusal[] = [];
  const words = (bound: Bound | null, side: string) =>
    bound
      ? `${bound.open ? `${side === 'least' ? 'above' : 'below'} ` : `at ${side} `}${bound.words}`
      : 'without bound';
  for (const [side, sign] of [
    ['least', 1],
    ['most', -1],
  ] as const) {
    const [w, r] = side === 'least' ? [writer.low, reader.low] : [writer.high, reader.high];
    if (r && (!w || isTighter(r, w, sign))) {
      refusals.push({ path, words: `is ${words(r, side)} {r} and ${words(w, side)} {w}` });
    }
  }
  return refusals;
}

/** Among whole numbers "above 0" is "at least 1", and bounds between two of them move to the next. */
function rangeOf(schema: JsonSchema, whole: boolean): Range {
  const bound = (value: number | undefined, open: boolean, sign: 1 | -1): Bound[] => {
    if (value === undefined) return [];
    if (!whole) return [{ value, open, words: String(value) }];
    const inner = sign === 1 ? Math.ceil(value) : Math.floor(value);
    const moved = open && inner === value ? inner + sign : inner;
    return [{ value: moved, open: false, words: String(moved) }];
  };
  return {
    low: tightest([...bound(schema.minimum, false, 1), ...bound(schema.exclusiveMinimum, true, 1)], 1),
    high: tightest([...bound(schema.maximum, false, -1), ...bound(schema.exclusiveMaximum, true, -1)], -1),
  };
}

function refusedNumbers(writer: JsonSchema, reader: JsonSchema, path: string): Refusal[] {
  const whole = !(writer.type ?? ALL_TYPES).includes('number');
  const refusals = outside(rangeOf(writer, whole), rangeOf(reader, whole), path);
  const step = reader.multipleOf;
  if (step !== undefined && !(whole && step === 1) && writer.multipleOf !== step) {
    const covered =
      writer.multipleOf !== undefined && Number.isInteger(step) && Number.isInteger(writer.multipleOf / step);
    if (!covered)
      refusals.push({ path, words: `is a multiple of ${step} {r} and of ${writer.multipleOf ?? 'anything'} {w}` });
  }
  return refusals;
}

function refusedLists(writer: JsonSchema, reader: JsonSchema, path: string, at: string): Refusal[] {
  const refusals: Refusal[] = [];
  const add = (words: string) => refusals.push({ path: at, words });
  const most = writer.maxItems ?? Infinity;
  if ((reader.minItems ?? 0) > (writer.minItems ?? 0))
    add(`needs ${reader.minItems} entries {r} and ${writer.minItems ?? 0} {w}`);
  if (reader.maxItems !== undefined && reader.maxItems < most)
    add(`may have ${reader.maxItems} entries {r} and ${writer.maxItems ?? 'any number'} {w}`);
  if (reader.uniqueItems && !writer.uniqueItems && most > 1) add('may not repeat an entry {r} and may {w}');
  if (reader.items && most > 0) refusals.push(...findRefusals(writer.items ?? {}, reader.items, `${path}[]`));
  return refusals;
}

function refusedObjects(writer: JsonSchema, reader: JsonSchema, path: string, at: string): Refusal[] {
  const refusals: Refusal[] = [];
  const add = (where: string, words: string) => refusals.push({ path: where, words });
  const below = (name: string) => (path ? `${path}.${name}` : name);
  const sends = writer.properties;
  const needed = new Set(writer.required);
  const named = Object.keys(sends ?? {});
  for (const name of reader.required ?? []) {
    if (!needed.has(name))
      add(
        below(name),
        sends && name in sends ? 'is required {r} and may be left out {w}' : 'is required {r} and not named {w}',
      );
  }
  for (const [name, schema] of Object.entries(reader.properties ?? {})) {
    // An object that names no field at all may hold any.
    if (!sends) refusals.push(...findRefusals({}, schema, below(name)));
    else if (Object.hasOwn(sends, name)) refusals.push(...findRefusals(sends[name] ?? {}, schema, below(name)));
  }
  if (reader.additionalProperties === false) {
    const known = new Set(Object.keys(reader.properties ?? {}));
    if (writer.additionalProperties !== false) add(at, 'may hold fields that it does not name {w} and none {r}');
    for (const name of named.filter((one) => !known.has(one)))
      add(below(name), 'is named {w} and is no field {r}, where none but those named is allowed');
  }
  const least = Math.max(writer.minProperties ?? 0, needed.size);
  const most = Math.min(writer.maxProperties ?? Infinity, sends ? new Set([...named, ...needed]).size : Infinity);
  if ((reader.minProperties ?? 0) > least) add(at, `needs ${reader.minProperties} fields {r} and ${least} {w}`);
  if (reader.maxProperties !== undefined && reader.maxProperties < most) {
    add(at, `may have ${reader.maxProperties} fields {r} and ${Number.isFinite(most) ? most : 'any number'} {w}`);
  }
  return refusals;
}
