import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sharedData } from '../../../scripts/shared-data.mjs';
import { DomainError } from '../../core/errors.ts';
import { inspectJson, listElements } from './inspect-json.ts';
import { readCloudEvents } from './read-cloudevents.ts';

const event = (changes: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: '/test/erp',
  type: 'clock.advanced',
  time: '2026-03-01T00:00:00Z',
  data: {},
  ...changes,
});
const structured = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' };
const plain = { 'content-type': 'application/json' };
const binary = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': 'e1',
  'ce-source': '/test/erp',
  'ce-type': 'clock.advanced',
};
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('what is read as a signal', () => {
  const sound = { event: { id: 'e1', source: '/test/erp', type: 'clock.advanced', data: {} }, flaw: null };
  test.each([
    ['structured', structured, bytes(event())],
    ['batch', batch, bytes([event()])],
    ['a plain object', plain, bytes(event())],
    ['a plain list', plain, bytes([event()])],
    ['binary', binary, bytes('{}')],
    ['binary without a body', { ...binary, 'content-type': undefined }, Buffer.alloc(0)],
    ['a byte order mark', structured, Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes(event())])],
    ['base64 data', structured, bytes({ ...event(), data: undefined, data_base64: bytes('{}').toString('base64') })],
    ['unknown extensions', structured, bytes(event({ traceparent: '00-abc', anything: 3 }))],
  ])('%s', (_name, headers, body) => expect(readCloudEvents(headers, body)).toMatchObject([sound]));

  it('decodes ce- headers', () => {
    const [read] = readCloudEvents(
      { ...binary, 'ce-subject': 'C%C3%B4te%20d%27Ivoire', 'ce-recordedtime': '2026-03-02T00:00:00Z' },
      bytes('{"a":1}'),
    );
    expect(read?.event).toMatchObject({
      subject: "Côte d'Ivoire",
      recordedtime: '2026-03-02T00:00:00Z',
      data: { a: 1 },
    });
  });

  it('keeps the raw bytes of each signal of a batch', () => {
    const parts = [JSON.stringify(event({ data: { note: 'a, ] é "x"' } })), ' { "specversion" : "0.3" } ', '7'];
    const read = readCloudEvents(batch, bytes(`[ ${parts.join(',')} ]`));
    expect(read.map(({ raw }) => raw.toString().trim())).toEqual(parts.map((part) => part.trim()));
    expect(read.map(({ flaw }) => flaw?.reason ?? null)).toEqual([null, 'not-a-cloudevent', 'not-a-cloudevent']);
  });

  it('cuts one signal that is not UTF-8 out of a batch', () => {
    const bad = Buffer.concat([bytes('{"specversion":"1.0","id":"'), Buffer.of(0xff, 0xfe), bytes('"}')]);
    const good = bytes(event({ subject: 'Côte' }));
    const read = readCloudEvents(batch, Buffer.concat([bytes('['), good, bytes(','), bad, bytes(']')]));
    expect(read[0]).toMatchObject({ event: { subject: 'Côte' } });
    expect(read[1]).toMatchObject({ event: null, flaw: { reason: 'not-utf8' }, raw: bad });
  });
});

describe('what is quarantined', () => {
  const inData = (json: string) => bytes(JSON.stringify(event({ data: '@' })).replace('"@"', json));
  test.each([
    ['NUL', '{"a":"\\u0000"}', 'nul-character'],
    ['NUL in a key', '{"\\u0000":1}', 'nul-character'],
    ['a lone high surrogate', '{"a":"\\ud83d"}', 'lone-surrogate'],
    ['a lone low surrogate', '{"a":"x\\udE00"}', 'lone-surrogate'],
    ['surrogates the wrong way round', '{"a":"\\ude00\\ud83d"}', 'lone-surrogate'],
    ['a high surrogate before text', '{"a":"\\ud83dx"}', 'lone-surrogate'],
    ['doubled keys', '{"a":1,"b":{"a":2},"a":3}', 'duplicate-key'],
    ['doubled keys in two spellings', '{"a":1,"\\u0061":2}', 'duplicate-key'],
    ['__proto__', '{"x":[{"__proto__":{}}]}', 'reserved-key'],
    ['__proto__ in disguise', '{"__pro\\u0074o__":1}', 'reserved-key'],
    ['1e400', '[1e400]', 'number-lost'],
    ['2^64', '18446744073709551615', 'number-lost'],
    ['sixteen digits that do not fit', '9007199254740993', 'number-lost'],
    ['twenty decimals', '0.12345678901234567890', 'number-lost'],
    ['too small to be', '1e-400', 'number-lost'],
    ['depth', `${'['.repeat(40)}${']'.repeat(40)}`, 'too-deep'],
    ['great depth', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'too-deep'],
  ])('%s', (_name, json, reason) => {
    const body = inData(json);
    expect(readCloudEvents(structured, body)).toMatchObject([
      { event: null, flaw: { reason }, id: 'e1', source: '/test/erp', raw: body },
    ]);
    expect(readCloudEvents(binary, bytes(json))).toMatchObject([{ event: null, flaw: { reason }, id: 'e1' }]);
  });

  test.each([
    ['no id', { id: undefined }],
    ['an id that is no text', { id: 7 }],
    ['another version', { specversion: '0.3' }],
    ['a source that is no URI reference', { source: 'a|b' }],
    ['a time that is none', { time: 'yesterday' }],
    ['a year that is none', { time: '0000-01-01T00:00:00Z' }],
    ['data that is not JSON', { datacontenttype: 'text/xml', data: '<a/>' }],
    ['two kinds of data', { data_base64: 'e30=' }],
  ])('%s', (_name, changes) =>
    expect(readCloudEvents(structured, bytes(event(changes)))).toMatchObject([
      { event: null, flaw: { reason: 'not-a-cloudevent' } },
    ]),
  );

  test.each([
    ['an emoji by escapes', '{"a":"\\ud83d\\ude00"}'],
    ['an escaped backslash before u', '{"a":"\\\\u0000"}'],
    ['one key in two objects', '[{"a":1},{"a":2}]'],
    [
      'numbers that survive',
      '[0,-0,1.10,1E3,0.1,123456789012345,1e21,5e-324,0.30000000000000004,1.7976931348623157e308]',
    ],
    ['a text like a key', '{"a":"__proto__"}'],
  ])('but not %s', (_name, json) => expect(inspectJson(json)).toBeNull());
});

describe('what is refused whole', () => {
  const refusal = (headers: Parameters<typeof readCloudEvents>[0], body: Buffer) => {
    try {
      return readCloudEvents(headers, body);
    } catch (error) {
      return error instanceof DomainError ? error.code : error;
    }
  };
  test.each([
    ['no JSON', structured, bytes('{'), 'invalid'],
    ['an empty body', structured, Buffer.alloc(0), 'invalid'],
    ['an object as a batch', batch, bytes(event()), 'invalid'],
    ['a list as one', structured, bytes([event()]), 'invalid'],
    ['XML', { 'content-type': 'text/xml' }, bytes('<a/>'), 'unsupported'],
    ['no content type', {}, bytes(event()), 'unsupported'],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }, bytes(event()), 'unsupported'],
    ['binary data that is not JSON', { ...binary, 'content-type': 'text/csv' }, bytes('a,b'), 'unsupported'],
    ['a signal over 256 kB', batch, bytes([event({ data: 'x'.repeat(257 * 1024) })]), 'too_large'],
    ['binary data over 256 kB', binary, bytes(`"${'x'.repeat(257 * 1024)}"`), 'too_large'],
    ['a batch of more than 50,000', batch, bytes(`[${'1,'.repeat(50_000)}1]`), 'too_large'],
    ['a request over 8 MB', batch, Buffer.alloc(8 * 1024 * 1024 + 1, 0x20), 'too_large'],
  ])('%s', (_name, headers, body, code) => expect(refusal(headers, body)).toBe(code));
});

test('any JSON value is found whole in a list, and sound when JSON.stringify wrote it', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 5 })), fc.integer({ min: 0, max: 2 }), (values, indent) => {
      const text = JSON.stringify(values, null, indent);
      expect(listElements(text)?.map(({ from, to }) => JSON.parse(text.slice(from, to)))).toEqual(JSON.parse(text));
      const flaw = inspectJson(text);
      const reserved = text.includes('"__proto__":') || text.includes('"__proto__" :');
      const lone = /\\ud[89a-f]/.test(text);
      if (!reserved && !lone && !text.includes('\\u0000')) expect(flaw).toBeNull();
    }),
  );
});

const suite = sharedData('json/parsing');
describe.skipIf(!suite)(`JSONTestSuite${suite ? '' : ' (skipped: its files are not on this machine)'}`, () => {
  const files = suite ? readdirSync(suite) : [];
  const outcomeOf = (body: Buffer): string => {
    try {
      const [read] = readCloudEvents(binary, body);
      return read?.flaw?.reason ?? 'read';
    } catch (error) {
      return error instanceof DomainError ? error.code : 'crash';
    }
  };
  it.each(files)('%s', (file) => {
    const outcome = outcomeOf(readFileSync(path.join(suite ?? '', file)));
    if (file === 'n_structure_no_data.json')
      expect(outcome).toBe('read'); // a signal without data is allowed
    else if (file.startsWith('n_')) expect(['data-not-json', 'not-utf8']).toContain(outcome);
    else if (file.startsWith('y_'))
      expect(['read', 'nul-character', 'duplicate-key', 'number-lost']).toContain(outcome);
    else expect(outcome).not.toBe('crash');
  });
});
