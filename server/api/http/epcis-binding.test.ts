import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../testing/database.ts';
import { documentCapture, EPCIS_CONTEXT, epcisDocument, epcisEvent } from '../../testing/epcis.ts';
import { testMachineApi } from '../../testing/machine-api.ts';

const { db } = await testDatabase();
const api = testMachineApi(db);
const { app, newSender, post, get, countsOf, storedBy } = api;
const capture = documentCapture(api);

describe('when an event is refused', () => {
  const bad = { ...epcisEvent({ eventID: 'urn:uuid:bad' }), action: 'WATCH' };
  const contradiction = epcisEvent({ disposition: 'damaged' });
  const flaws: [string, unknown, string][] = [
    ['breaks the standard', bad, 'not-an-epcis-event'],
    ['contradicts what was stored', contradiction, 'other-payload'],
  ];

  it.each(flaws)('rollback takes none of the document: one %s', async (_name, flawed, reason) => {
    const sender = await newSender();
    await capture(sender, epcisDocument(epcisEvent()));
    const job = await capture(sender, epcisDocument(epcisEvent({ eventID: 'urn:uuid:new' }), flawed));
    expect(job).toMatchObject({
      success: false,
      captureErrorBehaviour: 'rollback',
      accepted: 0,
      quarantined: 1,
      rejected: 1,
    });
    expect(job.errors).toMatchObject([
      { type: 'epcisException:ValidationException', index: 1, reason, detail: expect.any(String) },
    ]);
    expect((await storedBy(sender)).map(({ id }) => id)).toEqual(['urn:uuid:1']);
    expect(await countsOf(sender)).toEqual({ accepted: 1, duplicates: 0, quarantined: 1, rejected: 1 });
  });

  it.each(flaws)('proceed takes the sound ones: one %s', async (_name, flawed, reason) => {
    const sender = await newSender();
    await capture(sender, epcisDocument(epcisEvent()));
    const job = await capture(sender, epcisDocument(epcisEvent({ eventID: 'urn:uuid:new' }), flawed, epcisEvent()), {
      'gs1-capture-error-behaviour': 'proceed',
    });
    expect(job).toMatchObject({
      success: false,
      captureErrorBehaviour: 'proceed',
      accepted: 1,
      duplicates: 1,
      quarantined: 1,
      rejected: 0,
    });
    expect(job.errors).toMatchObject([{ index: 1, reason }]);
    expect((await storedBy(sender)).map(({ id }) => id)).toEqual(['urn:uuid:1', 'urn:uuid:new']);
  });

  it('rollback holds for two events of one document that contradict each other', async () => {
    const sender = await newSender();
    const job = await capture(sender, epcisDocument(epcisEvent(), contradiction));
    expect(job).toMatchObject({ success: false, accepted: 0, quarantined: 1, rejected: 1 });
    expect(await storedBy(sender)).toEqual([]);
  });

  it('its new readings are refused with it, and stay apart', async () => {
    const sender = await newSender();
    await capture(sender, epcisDocument(epcisEvent()));
    const sensed = epcisEvent({
      sensorElementList: [{ sensorReport: [{ type: 'Temperature', value: 4, uom: 'CEL' }] }],
    });
    const job = await capture(sender, epcisDocument(sensed), { 'gs1-capture-error-behaviour': 'proceed' });
    expect(job.errors.map(({ reason }) => reason)).toEqual(['other-payload', 'part-of-refused']);
    expect(await storedBy(sender)).toHaveLength(1);
  });

  it('keeps its bytes', async () => {
    const sender = await newSender();
    await capture(sender, epcisDocument(bad));
    const [kept] = await db.prisma.quarantine.findMany({ where: { sourceId: sender.sourceId } });
    expect(kept).toMatchObject({
      reason: 'not-an-epcis-event',
      signalId: 'urn:uuid:bad',
      source: `/epcis/${sender.sourceId}`,
    });
    expect(JSON.parse(Buffer.from(kept?.raw ?? []).toString())).toEqual(bad);
  });
});

describe('the binding', () => {
  const problem = (type: string, status: number) => ({
    type: `epcisException:${type}`,
    status,
    detail: expect.any(String),
  });

  it('takes one event with its context, and tells the versions', async () => {
    const sender = await newSender();
    const answer = await post(
      sender,
      '/epcis/capture',
      JSON.stringify({ '@context': EPCIS_CONTEXT, ...epcisEvent() }),
      {
        'content-type': 'application/json',
        'gs1-epcis-version': '2.0',
      },
    );
    expect(answer.statusCode).toBe(202);
    expect(answer.headers).toMatchObject({ 'gs1-epcis-version': '2.0.0', 'gs1-cbv-version': '2.0.0' });
  });

  it('holds over a socket', async () => {
    const sender = await newSender();
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    const headers = { authorization: `Bearer ${sender.key}`, 'content-type': 'application/ld+json' };
    const body = JSON.stringify(epcisDocument(epcisEvent()));
    const answer = await fetch(`${address}/api/v1/epcis/capture`, { method: 'POST', headers, body });
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    const job = await fetch(new URL(answer.headers.get('location') ?? '', address), { headers });
    expect(await job.json()).toMatchObject({ running: false, success: true, accepted: 1 });
  });

  it('lists the jobs of a source, newest first, a page at a time', async () => {
    const sender = await newSender();
    for (const n of [1, 2, 3]) await capture(sender, epcisDocument(epcisEvent({ eventID: `urn:uuid:${n}` })));
    const page = await get(sender, '/api/v1/epcis/capture?perPage=2');
    expect(page.json()).toHaveLength(2);
    const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(String(page.headers.link)) ?? [];
    const rest = await get(sender, next);
    expect(rest.json()).toHaveLength(1);
    expect(rest.headers.link).toBeUndefined();
    expect((await get(await newSender(), '/api/v1/epcis/capture')).json()).toEqual([]);
    expect((await get(sender, '/api/v1/epcis/capture?perPage=0')).json()).toMatchObject(
      problem('ValidationException', 400),
    );
  });

  it('shows a job to its own source only', async () => {
    const sender = await newSender();
    const answer = await post(sender, '/epcis/capture', JSON.stringify(epcisDocument(epcisEvent())));
    const other = await get(await newSender(), String(answer.headers.location));
    expect(other.json()).toMatchObject(problem('NoSuchResourceException', 404));
  });

  it('says what it can do', async () => {
    const sender = await newSender();
    const answer = await app.inject({
      method: 'OPTIONS',
      url: '/api/v1/epcis/capture',
      headers: { authorization: `Bearer ${sender.key}` },
    });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      'gs1-capture-error-behaviour': 'all',
      'gs1-epcis-max': '2.0.0',
      allow: 'OPTIONS, POST, GET',
    });
  });

  it('asks for a key', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/v1/epcis/capture', payload: '{}' });
    expect(answer.json()).toMatchObject(problem('SecurityException', 401));
  });

  const whole = JSON.stringify(epcisDocument(epcisEvent()));
  it.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['no JSON', '{', {}, 400, 'ValidationException'],
    ['nothing', '', {}, 400, 'ValidationException'],
    ['a list of documents', '[]', {}, 400, 'ValidationException'],
    ['a document without events', '{"type":"EPCISDocument"}', {}, 400, 'ValidationException'],
    ['a document of EPCIS 1.2', whole.replace('"2.0"', '"1.2"'), {}, 400, 'ValidationException'],
    ['a document with a key twice', whole.replace('{', '{"type":"EPCISDocument",'), {}, 400, 'ValidationException'],
    [
      'a document with two lists of events',
      whole.replace('"eventList":', '"eventList":[],"eventList":'),
      {},
      400,
      'ValidationException',
    ],
    ['a document with NUL', whole.replace('context.jsonld', 'context\\u0000'), {}, 400, 'ValidationException'],
    ['an event without context', JSON.stringify(epcisEvent()), {}, 400, 'ValidationException'],
    ['XML', '<a/>', { 'content-type': 'application/xml' }, 415, 'UnsupportedMediaTypeException'],
    [
      'another charset',
      whole,
      { 'content-type': 'application/json; charset=latin1' },
      415,
      'UnsupportedMediaTypeException',
    ],
    [
      'an event over 256 kB',
      JSON.stringify(epcisDocument(epcisEvent({ 'x:y': 'z'.repeat(300_000) }))),
      {},
      413,
      'CaptureLimitExceededException',
    ],
    ['a document over 8 MB', ' '.repeat(9_000_000), {}, 413, 'CaptureLimitExceededException'],
    [
      'more than 10,000 readings',
      JSON.stringify(
        epcisDocument(
          ...Array.from({ length: 6 }, () =>
            epcisEvent({ sensorElementList: [{ sensorReport: Array(2_000).fill({ type: 'Temperature' }) }] }),
          ),
        ),
      ),
      {},
      413,
      'CaptureLimitExceededException',
    ],
    ['a version we do not speak', whole, { 'gs1-epcis-version': '1.2' }, 400, 'ValidationException'],
    ['a behaviour that is none', whole, { 'gs1-capture-error-behaviour': 'all' }, 400, 'ValidationException'],
  ])('refuses %s and counts it once', async (_name, payload, headers, status, type) => {
    const sender = await newSender();
    const answer = await post(sender, '/epcis/capture', payload, headers);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject(problem(type, status));
    expect(await countsOf(sender)).toEqual({ accepted: 0, duplicates: 0, quarantined: 0, rejected: 1 });
  });

  it.each<[string, string, string]>([
    ['NUL', '"x:y":"\\u0000"', 'nul-character'],
    ['half a surrogate pair', '"x:y":"\\ud800"', 'lone-surrogate'],
    ['a key twice', '"action":"ADD"', 'duplicate-key'],
    ['1e400', '"x:y":1e400', 'number-lost'],
    ['__proto__', '"x:y":{"__proto__":1}', 'reserved-key'],
    ['depth', `"x:y":${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'too-deep'],
  ])('keeps an event with %s apart and takes its neighbour', async (_name, member, reason) => {
    const sender = await newSender();
    const body = JSON.stringify(epcisDocument(epcisEvent(), epcisEvent({ eventID: 'urn:uuid:2' }))).replace(
      '{"type":"ObjectEvent"',
      `{${member},"type":"ObjectEvent"`,
    );
    const job = await capture(sender, Buffer.from(body), { 'gs1-capture-error-behaviour': 'proceed' });
    expect(job).toMatchObject({ accepted: 1, quarantined: 1, errors: [{ index: 0, reason }] });
  });

  it('cuts out an event that is not UTF-8', async () => {
    const sender = await newSender();
    const second = epcisEvent({ eventID: 'urn:uuid:2', 'x:y': 'Côte' });
    const [before = '', after = ''] = JSON.stringify(epcisDocument(epcisEvent({ 'x:y': '@@@' }), second)).split('@@@');
    const body = Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after)]);
    const job = await capture(sender, body, { 'gs1-capture-error-behaviour': 'proceed' });
    expect(job).toMatchObject({ accepted: 1, quarantined: 1, errors: [{ index: 0, reason: 'not-utf8' }] });
    expect((await storedBy(sender))[0]?.data).toMatchObject({ event: { 'x:y': 'Côte' } });
  });
});
