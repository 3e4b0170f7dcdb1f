import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openIntake } from '../../events/ingest/index.ts';
import { testDatabase } from '../../testing/database.ts';
import { countUnknown } from './count-unknown.ts';
import { healthRoutes } from './health.ts';
import { sendProblem } from './problem.ts';

const { db } = await testDatabase();
const log = pino({ level: 'silent' });
const TOKEN = 'a-token-of-the-metrics';

function serve(metricsToken?: string) {
  const app = fastify();
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, error, log));
  const unknown = countUnknown();
  app.addHook('onResponse', unknown.hook);
  void app.register(healthRoutes, {
    db,
    intake: openIntake(db, log),
    sockets: () => 7,
    stopping: () => false,
    edge: () => ({ slow: 3, refused: 2 }),
    metricsToken,
    unknown: unknown.count,
  });
  return app;
}
const open = serve();
const guarded = serve(TOKEN);
beforeAll(() => Promise.all([open.ready(), guarded.ready()]));
afterAll(() => Promise.all([open.close(), guarded.close()]));

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
test.each([
  ['this machine', open, '127.0.0.1', {}, 200],
  ['this machine by its other address', open, '::1', {}, 200],
  ['this machine, as one socket for both families says it', open, '::ffff:127.0.0.1', {}, 200],
  ['another machine', open, '10.0.0.9', {}, 401],
  ['another machine of the same family', open, '::ffff:10.0.0.9', {}, 401],
  ['a name that begins like loopback', open, '127.0.0.1.evil', {}, 401],
  ['a proxy on this machine', open, '127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }, 401],
  ['a proxy on this machine that says it otherwise', open, '127.0.0.1', { forwarded: 'for=1.2.3.4' }, 401],
  ['another machine that says it is this one', open, '10.0.0.9', { 'x-real-ip': '127.0.0.1' }, 401],
  ['another machine with a token, where none is set', open, '10.0.0.9', bearer(TOKEN), 401],
  ['another machine with the token', guarded, '10.0.0.9', bearer(TOKEN), 200],
  ['a proxy with the token', guarded, '127.0.0.1', { ...bearer(TOKEN), via: '1.1 proxy' }, 200],
  ['another machine with a wrong one', guarded, '10.0.0.9', bearer(`${TOKEN}x`), 401],
  ['this machine with a wrong one', guarded, '127.0.0.1', bearer('wrong'), 401],
  ['this machine without one', guarded, '127.0.0.1', {}, 200],
])('a scrape from %s', async (_name, app, remoteAddress, headers, status) => {
  const answer = await app.inject({ url: '/metrics', remoteAddress, headers });
  expect(answer.statusCode).toBe(status);
  if (status === 200) {
    expect(answer.body).toContain('holdpoint_sockets 7');
    expect(answer.body).toContain('holdpoint_intake_refused_total{reason="slow"} 3');
  } else {
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json().detail).toContain('TOWER_METRICS_TOKEN');
  }
});

test('callers of whom nothing is known are counted', async () => {
  const app = serve(TOKEN);
  await app.inject({ url: '/metrics', remoteAddress: '10.0.0.9' });
  await app.inject({ url: '/metrics', remoteAddress: '10.0.0.9', headers: bearer('wrong') });
  await app.inject({ url: '/nowhere', remoteAddress: '10.0.0.9' });
  const { body } = await app.inject({ url: '/metrics', remoteAddress: '10.0.0.9', headers: bearer(TOKEN) });
  expect(body).toContain('holdpoint_unknown_callers_total 2');
  await app.close();
});

test('many scrapes at once cost one reading of the counts', async () => {
  const asked = vi.spyOn(db.pool, 'query');
  const app = serve();
  const answers = await Promise.all(Array.from({ length: 50 }, () => app.inject('/metrics')));
  expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
  const once = asked.mock.calls.filter(([text]) => String(text).includes('FROM signal_count')).length;
  asked.mockRestore();
  await app.close();
  expect(once).toBe(1);
});
