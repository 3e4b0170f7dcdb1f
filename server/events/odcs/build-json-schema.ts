import { isClosed, valuesOf } from './rules.ts';
import type { OdcsElement, OdcsObject, TypeOptions } from './schema.ts';

/** The part of JSON Schema that a contract comes down to: what is enforced, and what compatibility is judged on. */
export type JsonSchema = {
  type?: string[];
  enum?: unknown[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  formatMinimum?: string;
  formatMaximum?: string;
  formatExclusiveMinimum?: string;
  formatExclusiveMaximum?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: false;
  minProperties?: number;
  maxProperties?: number;
};

/** Formats of text that are checked. */
export const STRING_FORMATS: ReadonlySet<string> = new Set(['email', 'uuid', 'uri', 'hostname', 'ipv4', 'ipv6']);
const DATE_FORMATS: Readonly<Record<string, string>> = { date: 'date', timestamp: 'date-time', time: 'time' };
const BOUND_FORM: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i,
  time: /^\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i,
};

/** Whether a bound of a date, timestamp or time is in RFC 3339, so that it can be compared. */
export const isBound = (logicalType: string, value: unknown): value is string =>
  typeof value === 'string' && (BOUND_FORM[DATE_FORMATS[logicalType] ?? '']?.test(value) ?? false);

/** What the data of an event must look like. Fields that it does not name are allowed, unless the object is closed. */
export const eventSchema = (event: OdcsObject): JsonSchema => ({ type: ['object'], ...objectParts(event, {}) });

function objectParts(element: OdcsElement | OdcsObject, options: TypeOptions): JsonSchema {
  const { properties } = element;
  const required = [
    ...(properties ?? []).filter((property) => property.required).map(({ name }) => name),
    ...(options.required ?? []),
  ];
  return {
    ...(properties ? { properties: Object.fromEntries(properties.map((one) => [one.name, elementSchema(one)])) } : {}),
    ...(required.length ? { required: [...new Set(required)].sort() } : {}),
    ...(isClosed(element) ? { additionalProperties: false } : {}),
    ...pick(options, ['minProperties', 'maxProperties']),
  };
}

const ANY = ['string', 'number', 'boolean', 'object', 'array'];

/** An element that is not required may also be null, as the standard means it. */
function elementSchema(element: OdcsElement): JsonSchema {
  const values = valuesOf(element);
  const types = typeOf(element);
  return {
    ...(types ? { type: element.required ? types : [...types, 'null'] } : element.required ? { type: ANY } : {}),
    ...bounds(element),
    ...(values ? { enum: element.required || values.includes(null) ? values : [...values, null] } : {}),
  };
}

function typeOf({ logicalType }: OdcsElement): string[] | null {
  if (!logicalType) return null;
  return [DATE_FORMATS[logicalType] ? 'string' : logicalType];
}

function bounds(element: OdcsElement): JsonSchema {
  const options = element.logicalTypeOptions ?? {};
  switch (element.logicalType) {
    case 'string':
      return {
        ...pick(options, ['minLength', 'maxLength', 'pattern']),
        ...(options.format && STRING_FORMATS.has(options.format) ? { format: options.format } : {}),
      };
    case 'date':
    case 'timestamp':
    case 'time':
      return dateBounds(element.logicalType, options);
    case 'number':
    case 'integer':
      return pick(options, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']) as JsonSchema;
    case 'array':
      return {
        ...(element.items ? { items: elementSchema({ required: true, ...element.items }) } : {}),
        ...pick(options, ['minItems', 'maxItems', 'uniqueItems']),
      };
    case 'object':
      return objectParts(element, options);
    default:
      return {};
  }
}

/** Bounds of a date that are not in RFC 3339 themselves cannot be compared and are left out; the reader is told. */
function dateBounds(logicalType: string, options: TypeOptions): JsonSchema {
  const bound = (value: unknown) => (isBound(logicalType, value) ? value : undefined);
  return pick(
    {
      format: DATE_FORMATS[logicalType],
      formatMinimum: bound(options.minimum),
      formatMaximum: bound(options.maximum),
      formatExclusiveMinimum: bound(options.exclusiveMinimum),
      formatExclusiveMaximum: bound(options.exclusiveMaximum),
    },
    ['format', 'formatMinimum', 'formatMaximum', 'formatExclusiveMinimum', 'formatExclusiveMaximum'],
  );
}

/** Those members that are there: an undefined one would be compiled as if it said something. */
const pick = <T extends object, K extends keyof T>(from: T, names: readonly K[]): { [P in K]: NonNullable<T[P]> } =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]])) as {
    [P in K]: NonNullable<T[P]>;
  };
