import { makeTable } from '../../core/make-table.ts';

/** The part of JSON Schema (draft 2020-12) that contracts use. */
export type JsonSchema = {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  description?: string;
  classification?: string;
};

/** A schema that may also be null, without the null. */
export function withoutNull(schema: JsonSchema): { schema: JsonSchema; nullable: boolean } {
  const others = schema.anyOf?.filter(({ type }) => type !== 'null');
  if (!schema.anyOf || !others || others.length === schema.anyOf.length) return { schema, nullable: false };
  const { anyOf: _anyOf, ...rest } = schema;
  const [only] = others;
  return { schema: others.length === 1 && only ? { ...rest, ...only } : { ...rest, anyOf: others }, nullable: true };
}

const FORMATS = makeTable<string>({
  date: 'a day, YYYY-MM-DD',
  'date-time': 'an instant with its zone',
  email: 'an email address',
  uri: 'an address',
  uuid: 'a UUID',
});
const TYPES = makeTable<string>({
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
});
const figure = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** A rule of a contract in words: "text, 1 to 120 characters". Pure. */
export function describeRule(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(describeRule).join(', or ');
  if ('const' in schema) return `exactly ${JSON.stringify(schema.const)}`;
  if (schema.enum) return `one of ${schema.enum.map(String).join(', ')}`;
  const format = schema.format ? FORMATS[schema.format] : undefined;
  const type = typeof schema.type === 'string' ? (TYPES[schema.type] ?? schema.type) : 'any value';
  const bounds = [
    between(schema.minLength, schema.maxLength, 'characters'),
    between(schema.minItems, schema.maxItems, 'items'),
    schema.exclusiveMinimum === undefined ? null : `more than ${figure.format(schema.exclusiveMinimum)}`,
    schema.exclusiveMaximum === undefined ? null : `less than ${figure.format(schema.exclusiveMaximum)}`,
    between(schema.minimum, schema.maximum, ''),
    // A format brings a pattern of its own, which says nothing more to a reader.
    !format && schema.pattern ? `as ${schema.pattern}` : null,
  ];
  return [format ?? type, ...bounds.filter((bound) => bound !== null)].join(', ');
}

function between(least: number | undefined, most: number | undefined, what: string): string | null {
  const words = (text: string) => `${text}${what ? ` ${what}` : ''}`;
  // zod writes the bounds of exact integers where none is meant.
  const low = least === undefined || least <= Number.MIN_SAFE_INTEGER ? undefined : figure.format(least);
  const high = most === undefined || most >= Number.MAX_SAFE_INTEGER ? undefined : figure.format(most);
  if (low !== undefined && high !== undefined) return words(`${low} to ${high}`);
  if (low !== undefined) return words(`at least ${low}`);
  return high === undefined ? null : words(`at most ${high}`);
}
