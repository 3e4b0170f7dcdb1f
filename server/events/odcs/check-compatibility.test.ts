import { describe, expect, it } from 'vitest';
import { breakWords, checkCompatibility } from './check-compatibility.ts';
import type { OdcsDocument, OdcsElement, OdcsProperty } from './schema.ts';

const CLOSED = [{ property: 'additionalProperties', value: false }];

const contract = (properties: OdcsProperty[], closed = false): OdcsDocument => ({
  apiVersion: 'v3.1.0',
  kind: 'DataContract',
  id: 'a',
  version: '1',
  status: 'active',
  schema: [{ name: 'thing.seen', properties, ...(closed ? { customProperties: CLOSED } : {}) }],
});
const earlier = (...documents: OdcsDocument[]) => documents.map((document, n) => ({ version: n + 1, document }));

const text = (options: OdcsElement['logicalTypeOptions'] = {}, more: Partial<OdcsElement> = {}): OdcsElement => ({
  logicalType: 'string',
  required: true,
  logicalTypeOptions: options,
  ...more,
});
const number = (
  options: OdcsElement['logicalTypeOptions'] = {},
  logicalType: 'number' | 'integer' = 'number',
): OdcsElement => ({
  logicalType,
  required: true,
  logicalTypeOptions: options,
});
const listed = (...validValues: (string | null)[]): OdcsElement =>
  text({}, { quality: [{ metric: 'invalidValues', arguments: { validValues }, mustBe: 0 }] });
const list = (items: OdcsElement, options: OdcsElement['logicalTypeOptions'] = {}): OdcsElement => ({
  logicalType: 'array',
  required: true,
  items,
  logicalTypeOptions: options,
});
const object = (properties: OdcsProperty[], closed = false): OdcsElement => ({
  logicalType: 'object',
  required: true,
  properties,
  ...(closed ? { customProperties: CLOSED } : {}),
});

describe('one field from one version to the next', () => {
  const both = ['backward', 'forward'];
  it.each<[string, OdcsElement, OdcsElement, string[]]>([
    ['the same', text({ maxLength: 5 }), text({ maxLength: 5 }), []],
    ['a narrowed enumeration', listed('a', 'b'), listed('a'), ['backward']],
    ['a widened enumeration', listed('a'), listed('a', 'b'), ['forward']],
    ['an enumeration in another order', listed('a', 'b'), listed('b', 'a'), []],
    ['an enumeration where any text was', text(), listed('a'), ['backward']],
    ['a tightened pattern', text({ pattern: '^[A-Z]+$' }), text({ pattern: '^[A-Z]{3}$' }), both],
    ['a new pattern', text(), text({ pattern: '^[A-Z]+$' }), ['backward']],
    ['a dropped pattern', text({ pattern: '^[A-Z]+$' }), text(), ['forward']],
    ['a shorter text', text({ maxLength: 9 }), text({ maxLength: 5 }), ['backward']],
    ['a longer text', text({ maxLength: 5 }), text({ maxLength: 9 }), ['forward']],
    ['a text that may not be empty', text(), text({ minLength: 1 }), ['backward']],
    ['a least length of none', text(), text({ minLength: 0 }), []],
    ['a format', text(), text({ format: 'uuid' }), ['backward']],
    ['another format', text({ format: 'uri' }), text({ format: 'uuid' }), both],
    ['a format that nobody checks', text(), text({ format: 'password' }), []],
    ['a higher least', number({ minimum: 0 }), number({ minimum: 1 }), ['backward']],
    ['a lower most', number({ maximum: 9 }), number({ maximum: 8 }), ['backward']],
    ['a higher most', number({ maximum: 8 }), number({ maximum: 9 }), ['forward']],
    ['a bound that excludes itself', number({ minimum: 0 }), number({ exclusiveMinimum: 0 }), ['backward']],
    [
      'above 0 and at least 1, of whole numbers',
      number({ minimum: 1 }, 'integer'),
      number({ exclusiveMinimum: 0 }, 'integer'),
      [],
    ],
    [
      'bounds between two whole numbers',
      number({ maximum: 9.5 }, 'integer'),
      number({ exclusiveMaximum: 10 }, 'integer'),
      [],
    ],
    ['a step', number(), number({ multipleOf: 5 }), ['backward']],
    ['a step within a step', number({ multipleOf: 10 }), number({ multipleOf: 5 }), ['forward']],
    ['a whole number from a number', number(), number({}, 'integer'), ['backward']],
    ['a number from a whole number', number({}, 'integer'), number(), ['forward']],
    ['a number from a text', text(), number(), both],
    ['a text from a yes or no', { logicalType: 'boolean', required: true }, text(), both],
    ['a date from a text', text(), { logicalType: 'date', required: true }, ['backward']],
    [
      'a timestamp from a date',
      { logicalType: 'date', required: true },
      { logicalType: 'timestamp', required: true },
      both,
    ],
    [
      'a later first day',
      { logicalType: 'date', required: true },
      { logicalType: 'date', required: true, logicalTypeOptions: { minimum: '2026-01-01' } },
      ['backward'],
    ],
    ['no type from a type', text(), { required: true }, ['forward']],
    ['now required', text({}, { required: false }), text(), ['backward']],
    ['no longer required', text(), text({}, { required: false }), ['forward']],
    ['entries of another type', list(text()), list(number()), both],
    ['fewer entries', list(text()), list(text(), { maxItems: 3 }), ['backward']],
    ['more entries needed', list(text(), { minItems: 1 }), list(text(), { minItems: 2 }), ['backward']],
    ['no entry twice', list(text()), list(text(), { uniqueItems: true }), ['backward']],
    [
      'no entry twice of one at most',
      list(text(), { maxItems: 1 }),
      list(text(), { maxItems: 1, uniqueItems: true }),
      [],
    ],
    [
      'an optional field within',
      object([{ name: 'a', ...text() }]),
      object([
        { name: 'a', ...text() },
        { name: 'b', logicalType: 'string' },
      ]),
      [],
    ],
    [
      'a required field within',
      object([{ name: 'a', ...text() }]),
      object([
        { name: 'a', ...text() },
        { name: 'b', ...text() },
      ]),
      ['backward'],
    ],
    [
      'a required field within gone',
      object([
        { name: 'a', ...text() },
        { name: 'b', ...text() },
      ]),
      object([{ name: 'a', ...text() }]),
      ['forward'],
    ],
    [
      'a changed field of entries within',
      list(object([{ name: 'a', ...text() }])),
      list(object([{ name: 'a', ...number() }])),
      both,
    ],
    [
      'an optional field in a closed object',
      object([{ name: 'a', ...text() }], true),
      object([{ name: 'a', ...text() }, { name: 'b' }], true),
      ['forward'],
    ],
    [
      'an optional field gone from a closed object',
      object([{ name: 'a', ...text() }, { name: 'b' }], true),
      object([{ name: 'a', ...text() }], true),
      ['backward'],
    ],
    [
      'an object that closes',
      object([{ name: 'a', ...text() }]),
      object([{ name: 'a', ...text() }], true),
      ['backward'],
    ],
    ['an object that opens', object([{ name: 'a', ...text() }], true), object([{ name: 'a', ...text() }]), ['forward']],
    [
      'fields of an object that named none',
      { logicalType: 'object', required: true },
      object([{ name: 'a', logicalType: 'string' }]),
      ['backward'],
    ],
    [
      'fewer fields',
      object([{ name: 'a' }, { name: 'b' }]),
      { ...object([{ name: 'a' }, { name: 'b' }]), logicalTypeOptions: { maxProperties: 1 } },
      ['backward'],
    ],
    [
      'as many fields as there are',
      object([{ name: 'a' }, { name: 'b' }]),
      { ...object([{ name: 'a' }, { name: 'b' }]), logicalTypeOptions: { maxProperties: 2 } },
      [],
    ],
    [
      'another description',
      text({}, { description: 'one' }),
      text({}, { description: 'two', classification: 'personal' }),
      [],
    ],
  ])('%s', (_name, before, after, directions) => {
    const breaks = checkCompatibility(
      contract([{ name: 'x', ...after }]),
      earlier(contract([{ name: 'x', ...before }])),
    );
    expect([...new Set(breaks.map(({ direction }) => direction))].sort()).toEqual(directions);
    for (const one of breaks) expect(breakWords(one)).toMatch(/^x(\[\]|\.)?.*version 1/);
  });
});

describe('all earlier versions', () => {
  it('count: an optional field may not come back as something else', () => {
    const one = contract([{ name: 'a' }, { name: 'note', logicalType: 'string' }]);
    const two = contract([{ name: 'a' }]);
    const three = contract([{ name: 'a' }, { name: 'note', logicalType: 'integer' }]);
    expect(checkCompatibility(two, earlier(one))).toEqual([]);
    expect(checkCompatibility(three, [{ version: 2, document: two }])).toEqual([]);
    const breaks = checkCompatibility(three, earlier(one, two));
    expect(breaks.map(({ version, path }) => [version, path])).toEqual([
      [1, 'note'],
      [1, 'note'],
    ]);
    expect(breaks.map(breakWords)).toEqual([
      'note is integer now and string in version 1: signals sent under version 1 would be refused.',
      'note is string in version 1 and integer now: readers of version 1 would refuse new signals.',
    ]);
  });

  it('describe the same type', () => {
    const other = contract([{ name: 'a' }]);
    const [object] = other.schema ?? [];
    if (object) object.name = 'thing.heard';
    expect(checkCompatibility(other, earlier(contract([{ name: 'a' }]))).map(breakWords)).toEqual([
      'schema describes thing.heard, and the version before thing.seen: signals sent under version 1 would be refused.',
    ]);
  });

  it('are none for the first version', () => expect(checkCompatibility(contract([{ name: 'a' }]), [])).toEqual([]));
});
