import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sharedData } from '../../../scripts/shared-data.mjs';
import { SAMPLES } from '../../testing/samples.ts';
import { CONTRACTS, contractJsonSchema } from '../contracts/index.ts';
import { compareDocuments } from './compare-documents.ts';
import { compileContract } from './compile-contract.ts';
import { draftDocument } from './draft-document.ts';
import { checkDocument, readDocument } from './read-document.ts';
import { fieldsOf, slaOf } from './rules.ts';
import type { OdcsDocument } from './schema.ts';

const draft = (contract: (typeof CONTRACTS)[number]): OdcsDocument =>
  draftDocument({
    source: { id: 's', name: 'ERP', system: 'ERP' },
    ...contract,
    version: 1,
    schema: contractJsonSchema(contract),
    sla: [],
  });
const folder = sharedData('odcs');

describe.skipIf(!folder)('the published examples (skipped where ../shared/data/odcs is absent)', () => {
  const files = globSync('examples/**/*.yaml', { cwd: folder ?? '.' }).sort();
  const read = (file: string) => readFileSync(path.join(folder ?? '', file), 'utf8');
  const official = folder
    ? addFormats
        .default(new Ajv2019({ strict: false }))
        .compile(JSON.parse(readFileSync(path.join(folder, 'odcs-json-schema-v3.1.0.json'), 'utf8')))
    : null;

  it('are sixteen', () => expect(files).toHaveLength(16));
  it.each(files)('%s is valid by the standard and read', (file) => {
    const value = parse(read(file));
    expect(official?.(value), JSON.stringify(official?.errors)).toBe(true);
    expect(checkDocument(value).document).toMatchObject({ kind: 'DataContract', id: value.id });
  });

  it('are told for what they are', () => {
    const told = Object.fromEntries(files.map((file) => [path.basename(file, '.odcs.yaml'), readDocument(read(file))]));
    expect(told['kafka-schema']).toMatchObject({ type: 'orders', why: null });
    expect(told['table-column']?.why).toBe('It describes the table tbl, not events.');
    expect(told['all-schema-types']?.why).toMatch(/^It describes 3 objects/);
    expect(told['database-table-sla']?.why).toBe('It describes no data: its schema is empty.');
    expect(Object.values(told).filter(({ type }) => type !== null)).toHaveLength(1);
    const notes = told['all-data-types']?.notes.map(({ path: place }) => place);
    expect(notes).toContain('transactions_tbl.txn_ref_date.format');
    expect(notes).toContain('transactions_tbl.txn_timestamp.minimum');
  });

  it.each<[string, (value: Record<string, unknown>) => void]>([
    ['no id', (value) => delete value.id],
    ['no status', (value) => delete value.status],
    ['another kind', (value) => Object.assign(value, { kind: 'Contract' })],
    ['an unknown version of the standard', (value) => Object.assign(value, { apiVersion: 'v9.0.0' })],
    ['a member the standard does not name', (value) => Object.assign(value, { fields: [] })],
    [
      'an unknown logical type',
      (value) => Object.assign(value, { schema: [{ name: 'a', properties: [{ name: 'b', logicalType: 'text' }] }] }),
    ],
    [
      'a field without a name',
      (value) => Object.assign(value, { schema: [{ name: 'a', properties: [{ logicalType: 'string' }] }] }),
    ],
    [
      'a bound of another type',
      (value) =>
        Object.assign(value, {
          schema: [
            { name: 'a', properties: [{ name: 'b', logicalType: 'string', logicalTypeOptions: { minimum: 1 } }] },
          ],
        }),
    ],
    ['a promise without a value', (value) => Object.assign(value, { slaProperties: [{ property: 'freshness' }] })],
    [
      'a support channel without a name',
      (value) => Object.assign(value, { support: [{ url: 'https://example.com' }] }),
    ],
    ['a server of no kind', (value) => Object.assign(value, { servers: [{ server: 'a' }] })],
  ])('with %s are refused, as by the standard', (_name, spoil) => {
    const value = parse(read('examples/schema/kafka-schema.odcs.yaml'));
    spoil(value);
    expect(official?.(value)).toBe(false);
    expect(() => checkDocument(value)).toThrow(/not a data contract/);
  });

  it('include, with every draft of ours, only what the standard allows', () => {
    for (const contract of CONTRACTS) expect(official?.(draft(contract)), JSON.stringify(official?.errors)).toBe(true);
  });
});

describe('a draft from the code', () => {
  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s accepts what the code accepts',
    (type, contract) => {
      const document = checkDocument(draft(contract)).document;
      const check = compileContract(document);
      const sample = SAMPLES[type as keyof typeof SAMPLES];
      expect(sample).toBeDefined();
      expect(check(sample)).toBeNull();
      expect(check('text')).toBe('data: must be object');
    },
  );

  it('keeps enumerations, bounds, nulls and classifications', () => {
    const moved = CONTRACTS.find(({ type }) => type === 'stock.moved');
    const mail = CONTRACTS.find(({ type }) => type === 'mail.received');
    if (!moved || !mail) throw new Error('both are contracts');
    const check = compileContract(draft(moved));
    const sample = { item: 'i', site: 's', lot: null, quantity: -3, unit: 'EA', reason: 'issue', reference: null };
    expect(check(sample)).toBeNull();
    expect(check({ ...sample, reason: 'theft' })).toMatch(/^reason: .*receipt, issue/);
    expect(check({ ...sample, quantity: 1e13 })).toMatch(/^quantity: must be <=/);
    expect(check({ ...sample, item: null })).toMatch(/^item: must be string/);
    const classes = fieldsOf(draft(mail).schema?.[0] ?? { name: '' }).map(({ path: place, element }) => [
      place,
      element.classification,
    ]);
    expect(Object.fromEntries(classes)).toMatchObject({
      from: 'personal',
      subject: 'untrusted-text',
      text: 'untrusted-text',
    });
  });
});

describe('a document', () => {
  const base: OdcsDocument = { apiVersion: 'v3.1.0', kind: 'DataContract', id: 'a', version: '1', status: 'active' };

  it('is read from JSON and YAML alike', () => {
    const json = readDocument(JSON.stringify(base)).document;
    expect(
      readDocument('apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: "1"\nstatus: active\n').document,
    ).toEqual(json);
  });

  it.each([
    ['no YAML', 'a: [1', /Line 1/],
    ['a key twice', 'kind: DataContract\nkind: DataContract', /Line 2/],
    ['a key twice, in JSON', '{"kind":"DataContract","kind":"DataContract"}', /"kind" stands twice/],
    ['JSON that ends too early', '{"kind":"DataContract",\n"id":', /Line 2/],
    ['JSON 10,000 lists deep', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, /nested more than 32 deep/],
    ['80,000 anchors in a line', '&a '.repeat(80_000), /Line 1 is longer than 10000 characters/],
    ['80,000 anchors in many lines', '&a &a\n'.repeat(40_000), /Line 1: /],
    ['250,000 brackets', '['.repeat(250_000), /Line 1 is longer/],
    ['brackets line by line', '[\n'.repeat(40), /Line 33 is nested more than 32 deep/],
    ['a list of lists of lists', `${'- '.repeat(120)}a`, /Line 1 begins more than 200 columns in/],
    [
      'deeper with every line',
      Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
      /Line 202 begins/,
    ],
    ['a list', '[]', /document: /],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`,
      /aliases/,
    ],
    ['nothing', '', /document: /],
  ])('is refused when it is %s', (_name, text, words) => expect(() => readDocument(text)).toThrow(words));

  it('may hold brackets and dashes in its texts, and be one long line of JSON', () => {
    const purpose = `${'[{'.repeat(40)} ${'- '.repeat(200)}`;
    const yaml = `${JSON.stringify(base).slice(0, -1)},\n description: { purpose: "${purpose}", }}`;
    expect(readDocument(yaml).document.description).toEqual({ purpose });
    const long = { ...base, description: { purpose: 'x'.repeat(50_000) } };
    expect(readDocument(JSON.stringify(long)).document).toEqual(long);
  });

  it('is refused as a contract when its pattern needs look-around', () => {
    const document = {
      ...base,
      schema: [
        {
          name: 'a',
          properties: [{ name: 'b', logicalType: 'string' as const, logicalTypeOptions: { pattern: '(?=a)b' } }],
        },
      ],
    };
    expect(() => compileContract(document)).toThrow(/cannot be checked/);
  });

  it('runs a pattern that would run away elsewhere in a moment', () => {
    const check = compileContract({
      ...base,
      schema: [
        {
          name: 'a',
          properties: [{ name: 'b', logicalType: 'string' as const, logicalTypeOptions: { pattern: '^(a+)+$' } }],
        },
      ],
    });
    const began = performance.now();
    expect(check({ b: `${'a'.repeat(2_000)}!` })).toMatch(/^b: must match/);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('allows no other field when it is closed', () => {
    const closed = { property: 'additionalProperties', value: false };
    const check = compileContract({
      ...base,
      schema: [{ name: 'a', customProperties: [closed], properties: [{ name: 'b', logicalType: 'string' as const }] }],
    });
    expect(check({ b: null })).toBeNull();
    expect(check({ c: 1 })).toMatch(/c$/);
  });

  it('says what it promises', () => {
    const slaProperties = [
      { property: 'freshness', value: '15', unit: 'min' },
      { property: 'latency', value: 1, unit: 'fortnight' },
      { property: 'availability', value: 99.5, unit: '%' },
      { property: 'errorRate', value: 2, unit: '%' },
    ];
    expect(slaOf({ slaProperties })).toEqual({
      freshnessMs: 900_000,
      latencyMs: null,
      signalsPerHour: null,
      objective: 0.995,
      badShare: 0.02,
    });
    expect(slaOf({})).toMatchObject({ freshnessMs: null, objective: 0.99, badShare: null });
  });

  it('is compared field by field, whatever the order', () => {
    const one = {
      ...base,
      schema: [{ name: 'a', properties: [{ name: 'b', logicalType: 'string' as const }, { name: 'c' }] }],
    };
    const two = {
      ...base,
      version: '2',
      schema: [
        { name: 'a', properties: [{ name: 'c' }, { name: 'b', logicalType: 'string' as const, required: true }] },
      ],
    };
    expect(compareDocuments(one, two)).toEqual([
      { path: 'version', before: '1', after: '2' },
      { path: 'schema[a].properties[b].required', before: null, after: 'true' },
    ]);
    expect(compareDocuments(one, one)).toEqual([]);
  });
});
