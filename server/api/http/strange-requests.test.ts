import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../testing/database.ts';
import { type Sender, testMachineApi } from '../../testing/machine-api.ts';

const { db } = await testDatabase();
const { app, newSender, post, get, countsOf, storedBy } = testMachineApi(db);
const CLOUDEVENT = { 'content-type': 'application/cloudevents+json' };
let sender: Sender;
let n = 0;
beforeAll(async () => {
  sender = await newSender();
});

const tick = (changes: object = {}) =>
  JSON.stringify({
    specversion: '1.0',
    id: `t-${n++}`,
    source: '/strange',
    type: 'clock.advanced',
    data: {},
    ...changes,
  });
/** What the tower says of one signal. */
const told = async (payload: string | Buffer, headers: Record<string, string> = CLOUDEVENT) => {
  const answer = await post(sender, '/signals', payload, headers);
  expect(answer.statusCode, answer.body).toBe(202);
  const body = answer.json<{ accepted: number; quarantined: { reason: string; detail: string }[] }>();
  return body.quarantined[0] ?? { accepted: body.accepted };
};

describe('a signal that is refused is never sent for again', () => {
  const halved = `${'k'.repeat(39)}\u{1F600}`;
  it('though what is wrong with it must be cut in the middle of a character', async () => {
    const twice = tick({ x: 1 }).replace('"x":1', `"${halved}":1,"${halved}":2`);
    expect(await told(twice)).toMatchObject({ reason: 'duplicate-key' });
    const list = JSON.stringify([JSON.parse(tick()), 7]).replace('7', twice);
    const answer = await post(sender, '/signals', list, { 'content-type': 'application/cloudevents-batch+json' });
    expect(answer.json()).toMatchObject({ accepted: 1, quarantined: [{ index: 1, reason: 'duplicate-key' }] });
  });
});

describe('a text that is cut in the middle of a character', () => {
  const long = (length: number) => `${'x'.repeat(length)}\u{1F600}${'y'.repeat(10)}`;
  const observed = (changes: object) => ({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ex: 'https://ex.org/' }],
    type: 'ObjectEvent',
    eventID: `urn:uuid:strange-${n++}`,
    eventTime: '2026-11-20T08:00:00Z',
    eventTimeZoneOffset: '+00:00',
    action: 'OBSERVE',
    epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
    ...changes,
  });
  const documentOf = (event: object) => ({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-11-20T08:00:00Z',
    epcisBody: { eventList: [event] },
  });
  const declared = { declarationTime: '2026-11-21T08:00:00Z', reason: `urn:x:${long(193)}` };
  const report = { type: 'Temperature', value: 1, uom: 'CEL' };
  const changed = {
    eventID: 'strange-doc',
    eventType: 'SHIPMENT',
    eventCreatedDateTime: '2026-11-20T10:00:00Z',
    eventClassifierCode: 'ACT',
    eventDateTime: '2026-11-20T09:00:00Z',
    shipmentEventTypeCode: 'RECE',
    documentTypeCode: 'BKG',
    documentID: 'B-1',
    reason: long(1_999),
  };

  it.each([
    ['/epcis/capture', observed({ errorDeclaration: declared }), 1],
    [
      '/epcis/capture',
      observed({ sensorElementList: [{ sensorReport: [{ ...report, 'ex:feature': long(198) }] }] }),
      2,
    ],
    ['/epcis/capture', observed({ [long(79)]: 1 }), 0],
    ['/epcis/capture', documentOf({ ...observed({}), '@context': undefined, type: long(78) }), 0],
    ['/dcsa/events', changed, 1],
    ['/dcsa/events', { statusCode: long(119), httpMethod: 'GET', statusCodeText: 'x', errors: [] }, 0],
  ])('%s is taken, or kept apart', async (path, body, accepted) => {
    const one = await newSender();
    const answer = await post(one, path, JSON.stringify(body));
    expect(answer.statusCode, answer.body).toBe(202);
    expect(await countsOf(one)).toMatchObject({ accepted, quarantined: accepted ? 0 : 1 });
    if (answer.headers.location)
      expect((await get(one, answer.headers.location)).json()).toMatchObject({ success: accepted > 0 });
  });
});

describe('an address', () => {
  it.each([
    '/signals/%00/b',
    '/streams/%00',
    '/imports/%00',
    '/imports/%00/file',
    '/epcis/capture/%00',
    '/lineage?after=%00',
    '/disruptions?after=%00',
  ])('%s names nothing that could be stored', async (path) => {
    const answer = await get(sender, `/api/v1${path}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('with U+0000 in the name of a file is refused, and counted once', async () => {
    const one = await newSender();
    const csv = { 'content-type': 'text/csv' };
    const answer = await post(one, '/imports?type=clock.advanced&name=a%00b', 'time\n2026-11-20T08:00:00Z\n', csv);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ detail: expect.stringContaining('U+0000') });
    expect(await countsOf(one)).toEqual({ accepted: 0, duplicates: 0, quarantined: 0, rejected: 1 });
  });

  it('that is not percent-encoded is answered with a problem', async () => {
    const answer = await get(sender, '/api/v1/signals/%ff/b');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ type: 'urn:holdpoint:problem:invalid', status: 400 });
  });

  it.each([
    ['GET', '/signals', 'POST, OPTIONS'],
    ['DELETE', '/signals/%2Fa/b', 'GET, HEAD, OPTIONS'],
    ['PUT', '/imports', 'GET, HEAD, POST, OPTIONS'],
    ['GET', '/imports/mappings/x', 'PUT, OPTIONS'],
    ['PATCH', '/openapi.json', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s is told which methods there are', async (method, path, allow) => {
    const answer = await app.inject({ method, url: `/api/v1${path}` });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow]);
    expect(answer.json()).toMatchObject({ status: 405, detail: expect.stringContaining(allow) });
    const options = await app.inject({ method: 'OPTIONS', url: `/api/v1${path}` });
    expect([options.statusCode, options.headers.allow]).toEqual([204, allow]);
  });

  it('that is none of ours stays unknown', async () => {
    expect((await get(sender, '/api/v1/nothing')).json()).toMatchObject({ type: 'urn:holdpoint:problem:not_found' });
  });
});

describe('a body', () => {
  it.each([
    ['/signals', 'application/json'],
    ['/epcis/capture', 'application/json'],
    ['/dcsa/events', 'application/json'],
    ['/imports?type=stock.counted', 'text/csv'],
  ])('to %s that is compressed is refused before it is read, with what to do', async (path, type) => {
    const one = await newSender();
    for (const encoding of ['gzip', 'br', 'gzip, identity']) {
      const headers = { 'content-type': type, 'content-encoding': encoding };
      const answer = await post(one, path, gzipSync(tick()), headers);
      expect([answer.statusCode, answer.headers['accept-encoding']]).toEqual([415, 'identity']);
      expect(answer.json()).toMatchObject({ detail: expect.stringContaining('without Content-Encoding') });
    }
    expect((await countsOf(one)).rejected).toBe(3);
  });

  it('that says it is not compressed is read', async () => {
    expect(await told(tick(), { ...CLOUDEVENT, 'content-encoding': 'Identity' })).toEqual({ accepted: 1 });
  });

  it.each([
    ['nothing', '', 'The body is empty.'],
    ['what ends too early', '{"id":', 'ends too early'],
    ['two values', '{"a":1}\n{"a":2}', 'at line 2, column 1'],
    ['a comma too many', '{"a":1,}', 'at line 1, column 8'],
  ])('of %s is refused with the place', async (_name, payload, words) => {
    for (const path of ['/signals', '/epcis/capture', '/dcsa/events']) {
      const answer = await post(sender, path, payload);
      expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining(words) });
    }
  });

  const FIELDS = { item: 'SKU', site: 'mark', basis: 'physical', quantity: 'QTY', unit: 'EA' };
  const MAPPING = {
    signalType: 'stock.counted',
    contractVersion: 1,
    delimiter: ',',
    encoding: 'utf-8',
    header: true,
    fields: Object.entries(FIELDS).map(([path, name]) => ({
      path,
      from: path === 'basis' || path === 'unit' ? { constant: name } : { column: name },
      as: path === 'quantity' ? { kind: 'number', decimal: '.' } : { kind: 'text' },
    })),
    id: ['SKU'],
    whenChanged: 'conflict',
    eventTime: null,
    recordTime: null,
    region: null,
  };
  const REPLAY = { fileName: 'mark', fileHash: 'a'.repeat(64), source: '/strange', lines: 1, findings: [] };
  it.each([
    ['PUT', '/imports/mappings/m', MAPPING, 200],
    ['POST', '/replays', REPLAY, 403],
  ] as const)('%s %s with what cannot be stored is refused', async (method, path, value, sound) => {
    const send = (payload: string | Buffer) => {
      const headers = { authorization: `Bearer ${sender.key}`, 'content-type': 'application/json' };
      const once = { 'idempotency-key': `k-${n++}` };
      return app.inject({ method, url: `/api/v1${path}`, headers: { ...headers, ...once }, payload });
    };
    const text = JSON.stringify(value);
    expect((await send(text)).statusCode).toBe(sound);
    const flawed = [
      text.replace('mark', '\\u0000'),
      text.replace('mark', '\\ud800'),
      text.replace('{', '{"x":1,"x":2,'),
    ];
    for (const body of flawed) expect((await send(body)).statusCode, body).toBe(400);
    expect((await send(Buffer.from(text.replace('mark', '\u00ff'), 'latin1'))).statusCode).toBe(400);
  });

  it.each([
    ['over what a request may have', ' '.repeat(9_000_000), CLOUDEVENT, 413, '8 MB'],
    ['of a type that is none', tick(), { 'content-type': 'foo' }, 415, 'application/json'],
  ])('%s is refused with what to do', async (_name, payload, headers, status, words) => {
    const answer = await post(sender, '/signals', payload, headers);
    expect(answer.json()).toMatchObject({ status, detail: expect.stringContaining(words) });
  });

  it('keeps the sound signals of a batch that begins with a byte order mark', async () => {
    const broken = Buffer.from(tick({ x: '\u00ff' }), 'latin1');
    const body = Buffer.concat([Buffer.from(`\ufeff[${tick()},`), broken, Buffer.from(`,${tick()}]`)]);
    const answer = await post(sender, '/signals', body);
    expect(answer.json()).toMatchObject({ accepted: 2, quarantined: [{ index: 1, reason: 'not-utf8' }] });
  });
});

describe('a flaw is told with its place and what to do', () => {
  const nested = (text: string) => tick({ data: { a: [1, { b: 'X' }] } }).replace('"X"', text);
  it.each([
    ['"\\u0000"', 'data.a.1.b holds U+0000 (\\u0000): leave it out.'],
    ['"\\ud800"', 'data.a.1.b holds half of a surrogate pair: send whole characters.'],
    ['1,"b":2', 'The key "b" stands twice in data.a.1: send it once.'],
    ['{"__proto__":1}', 'The key "__proto__" in data.a.1.b is reserved: give it another name.'],
    ['1e400', 'The number 1e400 at data.a.1.b would change when stored: send at most 15 digits, or a text.'],
    ['"x,\\"[{","c":[[0.10000000000000000001]]', 'The number 0.10000000000000000001 at data.a.1.c.0.0 would change'],
    [`${'['.repeat(40)}${']'.repeat(40)}`, `deep, at data.a.1.b${'.0'.repeat(28)}: make it flatter.`],
  ])('%s', async (text, words) => {
    expect(await told(nested(text))).toMatchObject({ detail: expect.stringContaining(words) });
  });
});

describe('a time', () => {
  it.each(['2016-12-31T23:59:60Z', '2026-11-20t08:00:00z', '2026-11-20 08:00:00Z', '2026-11-20T08:00:00'])(
    '%s is refused with the form that is taken',
    async (time) => {
      expect(await told(tick({ time }))).toMatchObject({
        reason: 'not-a-cloudevent',
        detail: expect.stringMatching(/^time: must be written as 2026-11-20T08:00:00Z .*leap second/),
      });
    },
  );
});

describe('a header of binary mode', () => {
  const attributes = (changes: Record<string, string>) => ({
    'ce-specversion': '1.0',
    'ce-id': `b-${n++}`,
    'ce-source': '/strange',
    'ce-type': 'clock.advanced',
    ...changes,
  });

  it.each([
    ['plain', 'plain'],
    ['Euro%20%E2%82%AC', 'Euro €'],
    ['"in quotes"', 'in quotes'],
    ['"a \\"b\\" c\\\\d"', 'a "b" c\\d'],
    ['"%22"', '"'],
    ['say "hi"', 'say "hi"'],
  ])('%s says %s', async (header, subject) => {
    const headers = attributes({ 'ce-subject': header });
    expect(await told('{}', headers)).toEqual({ accepted: 1 });
    const row = await db.prisma.signal.findFirst({ where: { source: '/strange', id: headers['ce-id'] ?? '' } });
    expect(row?.subject).toBe(subject);
  });

  it.each([
    ['caf\u00c3\u00a9', 'not-a-cloudevent', /ce-subject .*percent-encode/],
    ['100%', 'not-a-cloudevent', /ce-subject .*percent-encode/],
    ['%00', 'nul-character', /ce-subject .*U\+0000/],
  ])('%s is refused with what to do', async (header, reason, words) => {
    expect(await told('{}', attributes({ 'ce-subject': header }))).toMatchObject({
      reason,
      detail: expect.stringMatching(words),
    });
  });
});

it('nothing of all this was stored but what was sound', async () => {
  const stored = await storedBy(sender);
  expect(stored.length).toBe((await countsOf(sender)).accepted);
});
