import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCompatibility } from './check-compatibility.ts';
import { compileContract } from './compile-contract.ts';
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

/** A scalar of few shapes, so that two drawn by chance are near one another. */
const small = fc.integer({ min: 0, max: 3 });
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const clean = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value));
const pattern = fc.constantFrom('^a*$', '^[ab]+$', 'b');
const scalar: fc.Arbitrary<OdcsElement> = fc.oneof(
  fc
    .record({
      logicalType: fc.constant('string' as const),
      logicalTypeOptions: fc.record({ minLength: few(small), maxLength: few(small), pattern: few(pattern) }),
    })
    .map(clean) as fc.Arbitrary<OdcsElement>,
  fc.subarray(['a', 'ab', 'bb', ''], { minLength: 1 }).map((validValues) => ({
    logicalType: 'string' as const,
    quality: [{ metric: 'invalidValues', arguments: { validValues }, mustBe: 0 }],
  })),
  fc
    .record({
      logicalType: fc.constantFrom('number' as const, 'integer' as const),
      logicalTypeOptions: fc.record({
        minimum: few(small),
        exclusiveMaximum: few(small),
        multipleOf: few(fc.constantFrom(0.5, 1, 2)),
      }),
    })
    .map(clean) as fc.Arbitrary<OdcsElement>,
  fc.constantFrom<OdcsElement>({ logicalType: 'boolean' }, { logicalType: 'date' }, {}),
);
const { element } = fc.letrec<{ element: OdcsElement; property: OdcsProperty[] }>((tie) => ({
  element: fc
    .oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalar,
      fc
        .record({
          logicalType: fc.constant('array' as const),
          items: tie('element'),
          logicalTypeOptions: fc.record({ minItems: few(small), maxItems: few(small), uniqueItems: few(fc.boolean()) }),
        })
        .map(clean) as fc.Arbitrary<OdcsElement>,
      fc
        .record({
          logicalType: fc.constant('object' as const),
          properties: tie('property'),
          customProperties: few(fc.constant(CLOSED)),
          logicalTypeOptions: few(fc.record({ maxProperties: few(small), minProperties: few(small) })),
        })
        .map(clean) as fc.Arbitrary<OdcsElement>,
    )
    .chain((drawn) => fc.boolean().map((required) => ({ ...drawn, required }))),
  property: fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
    .chain((names) =>
      fc
        .tuple(...names.map(() => tie('element') as fc.Arbitrary<OdcsElement>))
        .map((drawn) => names.map((name, n) => ({ ...drawn[n], name }))),
    ),
}));
const anyContract = fc
  .tuple(
    fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
      .chain((names) =>
        fc.tuple(...names.map(() => element)).map((drawn) => names.map((name, n) => ({ ...drawn[n], name }))),
      ),
    fc.boolean(),
  )
  .map(([properties, closed]) => contract(properties, closed));

/** A value for an element, often within its bounds, that names no field which the element does not name. */
const valueFor = (one: OdcsElement, depth = 0): fc.Arbitrary<unknown> => {
  const plain = fc.constantFrom<unknown>(
    '',
    'a',
    'aa',
    'ab',
    'bb',
    'aaa',
    'b',
    0,
    1,
    2,
    3,
    0.5,
    1.5,
    true,
    null,
    '2026-01-05',
    -1,
  );
  if (!one.logicalType) return fc.oneof(plain, fc.constantFrom<unknown>([], ['a'], {}, { a: 1 }));
  if (one.logicalType === 'array')
    return fc.array(depth > 3 || !one.items ? plain : valueFor(one.items, depth + 1), { maxLength: 4 });
  if (one.logicalType !== 'object') return plain;
  if (!one.properties) return fc.constantFrom<unknown>({}, { a: 1 }, { b: 'a', c: [] });
  return fields(one.properties, depth + 1);
};
const fields = (properties: OdcsProperty[], depth = 0): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(...properties.map((one) => fc.tuple(fc.boolean(), valueFor(one, depth))))
    .map((drawn) =>
      Object.fromEntries(
        drawn.flatMap(([there, value], n) =>
          there || properties[n]?.required ? [[properties[n]?.name ?? '', value]] : [],
        ),
      ),
    );

/** Small edits of a contract, as a person would make them: the pairs in which a wrong rule would show. */
const nearby = (document: OdcsDocument): fc.Arbitrary<OdcsDocument> => {
  const properties = document.schema?.[0]?.properties as OdcsProperty[];
  const others = ['a', 'b', 'c'].filter((name) => !properties.some((one) => one.name === name));
  return fc.oneof(
    fc.constant(document),
    fc
      .tuple(fc.nat(properties.length - 1), element)
      .map(([place, other]) =>
        contract(properties.map((one, n) => (n === place ? { ...other, name: one.name } : one))),
      ),
    fc
      .tuple(fc.nat(properties.length - 1), fc.boolean())
      .map(([place, required]) => contract(properties.map((one, n) => (n === place ? { ...one, required } : one)))),
    fc
      .tuple(fc.constantFrom(...(others.length ? others : ['d'])), element)
      .map(([name, added]) => contract([...properties, { ...added, name }])),
    properties.length > 1 ? fc.constant(contract(properties.slice(1))) : anyContract,
  );
};

describe('whatever the versions', () => {
  it('compatible means: what one lets through, the other accepts', () => {
    let compatible = 0;
    const pairs = anyContract.chain((before) => nearby(before).map((after) => ({ before, after })));
    fc.assert(
      fc.property(
        pairs.chain(({ before, after }) =>
          fc.tuple(
            fc.constant({ before, after }),
            fc.array(fields((before.schema?.[0]?.properties ?? []) as OdcsProperty[]), { minLength: 6, maxLength: 6 }),
            fc.array(fields((after.schema?.[0]?.properties ?? []) as OdcsProperty[]), { minLength: 6, maxLength: 6 }),
          ),
        ),
        ([{ before, after }, olds, news]) => {
          const breaks = checkCompatibility(after, earlier(before));
          const [old, next] = [compileContract(before), compileContract(after)];
          if (breaks.length) return;
          compatible += 1;
          for (const value of olds) if (old(value) === null) expect([value, next(value)]).toEqual([value, null]);
          for (const value of news) if (next(value) === null) expect([value, old(value)]).toEqual([value, null]);
        },
      ),
      { numRuns: 300, seed: 20261122 },
    );
    expect(compatible).toBeGreaterThan(60);
  }, 60_000);

  it('a version is compatible with itself', () => {
    fc.assert(
      fc.property(anyContract, (document) => {
        expect(checkCompatibility(document, earlier(document))).toEqual([]);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
