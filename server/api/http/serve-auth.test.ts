import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../../auth/constants.ts';
import { seedDemoAccounts } from '../../auth/index.ts';
import { fixedClock, HOUR, SECOND } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { TEST_SECRET as secret } from '../../testing/open-session.ts';
import { authRoutes } from './serve-auth.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const log = pino({ level: 'silent' });
const app = fastify({ trustProxy: (_address, hop) => hop < 1 });
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

beforeAll(async () => {
  await seedDemoAccounts(db, asSystem('start', clock));
  await app.register(authRoutes, { prefix: '/api/auth', db, clock, secret, log, publicUrl: 'http://localhost:3000' });
});
afterAll(() => app.close());
beforeEach(() => db.prisma.signInBrake.deleteMany());

type Answer = Awaited<ReturnType<typeof app.inject>>;
const cookieOf = (answer: Answer) => answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

/** A browser: keeps its CSRF token and cookies. */
async function browser(from = '198.51.100.1') {
  const first = await app.inject({ url: '/api/auth/csrf' });
  const { csrfToken } = first.json();
  let cookie = cookieOf(first);
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/auth/${path}`,
      headers: {
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': FIREFOX,
        'x-forwarded-for': from,
        ...headers,
      },
      payload: new URLSearchParams({ csrfToken, json: 'true', ...fields }).toString(),
    });
    const session = answer.cookies.find(({ name }) => name.endsWith('session-token'));
    if (session) cookie = `${cookieOf(first)}; ${session.name}=${session.value}`;
    return answer;
  };
  return {
    csrfToken,
    post,
    enter: (email: string, password = DEMO_PASSWORD) => post('callback/credentials', { email, password }),
    cookie: () => cookie,
    session: () => app.inject({ url: '/api/auth/session', headers: { cookie } }),
  };
}

test('signing in gives a session with an end that asking for it does not move; signing out ends it', async () => {
  const one = await browser('203.0.113.9');
  expect((await one.session()).json()).toEqual({});
  expect((await one.enter('planner@example.com')).statusCode).toBe(200);
  const stored = await db.prisma.session.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(stored).toMatchObject({ address: '203.0.113.9', browser: 'Firefox on Linux', userId: expect.any(String) });

  const expires = new Date(TEST_NOW.getTime() + 12 * HOUR).toISOString();
  clock.advance(HOUR);
  const asked = await one.session();
  expect(asked.json()).toMatchObject({ personId: stored.userId, expires });
  expect(asked.headers['set-cookie']).toBeUndefined();
  expect(asked.headers['cache-control']).toContain('no-store');

  const copy = one.cookie();
  expect((await one.post('signout', {})).statusCode).toBe(200);
  expect((await app.inject({ url: '/api/auth/session', headers: { cookie: copy } })).json()).toEqual({});
});

test('signing in with a browser that somebody holds ends their session', async () => {
  const one = await browser();
  await one.enter('planner@example.com');
  const before = one.cookie();
  await one.enter('planner2@example.com');
  expect((await app.inject({ url: '/api/auth/session', headers: { cookie: before } })).json()).toEqual({});
  expect((await one.session()).json()).toMatchObject({ user: { email: 'planner2@example.com' } });
});

test('wrong passwords are 401, then 429 with how long to wait, then the right one is let in', async () => {
  const one = await browser('198.51.100.2');
  for (let n = 0; n < 5; n += 1) expect((await one.enter('approver@example.com', 'wrong')).statusCode).toBe(401);
  const waiting = await one.enter('approver@example.com');
  expect(waiting.statusCode).toBe(429);
  expect(waiting.headers['retry-after']).toBe('1');
  expect(waiting.json().detail).toContain('Wait 1 s');
  expect(waiting.cookies.some(({ name }) => name.endsWith('session-token'))).toBe(false);
  clock.advance(SECOND);
  expect((await one.enter('approver@example.com')).statusCode).toBe(200);
});

test('a form that is sent without scripts gets the same 429, and a redirect to our own page for a wrong password', async () => {
  const one = await browser('198.51.100.3');
  const refused = await one.post('callback/credentials', { email: 'a@example.com', password: 'wrong', json: 'false' });
  expect([refused.statusCode, refused.headers.location]).toEqual([302, '/sign-in']);
  for (let n = 0; n < 4; n += 1) await one.enter('a@example.com', 'wrong');
  const waiting = await one.post('callback/credentials', { email: 'a@example.com', password: 'x', json: 'false' });
  expect(waiting.statusCode).toBe(429);
});

test('of many at once four are read, and the others told to come back', async () => {
  const many = await Promise.all(Array.from({ length: 12 }, (_, n) => browser(`203.0.113.${n + 20}`)));
  const answers = await Promise.all(many.map((one, n) => one.enter(`nobody-${n}@example.com`, 'wrong')));
  const busy = answers.filter(({ statusCode }) => statusCode === 429);
  expect(busy.length).toBeGreaterThanOrEqual(4);
  for (const { headers } of busy) expect(headers['retry-after']).toBe('1');
  expect(answers.every(({ statusCode }) => statusCode === 429 || statusCode === 401)).toBe(true);
});

const malformed = [
  'http://localhost:3000.evil.example/',
  'http://[',
  'http://',
  '//[',
  '/queue\nx',
  '/\t/evil.example',
  'https://\u0000',
];
test.each(malformed)('the callbackUrl %j is 400, wherever it stands', async (callbackUrl) => {
  const one = await browser();
  const { post, csrfToken, cookie } = one;
  const query = new URLSearchParams({ callbackUrl });
  const answers = [
    await post('callback/credentials', { email: 'planner@example.com', password: DEMO_PASSWORD, callbackUrl }),
    await post('signout', { callbackUrl }),
    await post(`signout?${query}`, {}),
    await app.inject({ url: `/api/auth/csrf?${query}` }),
    await app.inject({
      method: 'POST',
      url: '/api/auth/signout',
      headers: { cookie: cookie(), 'content-type': 'application/json' },
      payload: { csrfToken, callbackUrl },
    }),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400, 400]);
});

test.each(['https://evil.example/x', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/queue?a=1'])(
  'the callbackUrl %j leads to our own host',
  async (callbackUrl) => {
    const one = await browser();
    const fields = { email: 'planner@example.com', password: DEMO_PASSWORD, callbackUrl };
    const answer = await one.post('callback/credentials', fields);
    expect(new URL(answer.json().url).origin).toBe('http://localhost:3000');
    const form = await one.post('callback/credentials', { ...fields, json: 'false' });
    expect(new URL(form.headers.location ?? '').origin).toBe('http://localhost:3000');
  },
);

const FORM = 'application/x-www-form-urlencoded';
test.each([
  ['JSON that is none', 'POST', 'callback/credentials', 'application/json', '{"email":', 400],
  ['JSON that is no object', 'POST', 'callback/credentials', 'application/json', '[1]', 400],
  [
    'an email that is no text',
    'POST',
    'callback/credentials',
    'application/json',
    '{"email":{"a":1},"password":"x"}',
    400,
  ],
  ['a callbackUrl that is no text', 'POST', 'signout', 'application/json', '{"callbackUrl":["x"]}', 400],
  ['a text too long', 'POST', 'callback/credentials', FORM, `email=${'x'.repeat(1_001)}`, 400],
  ['a body too large', 'POST', 'callback/credentials', FORM, `email=${'x'.repeat(9_000)}`, 413],
  ['another content type', 'POST', 'callback/credentials', 'text/xml', '<a/>', 415],
  ['a form of broken escapes', 'POST', 'callback/credentials', FORM, 'email=%E0%A4%A&%=&&=', 403],
  ['no CSRF token', 'POST', 'callback/credentials', FORM, 'email=a&password=b', 403],
  ['no CSRF token at sign-out', 'POST', 'signout', FORM, '', 403],
  ['a foreign CSRF token', 'POST', 'signout', 'application/json', '{"csrfToken":"abc","json":"true"}', 403],
  ['no body', 'POST', 'callback/credentials', undefined, undefined, 403],
  ['an unknown provider', 'POST', 'callback/github', FORM, 'a=b', 404],
  ['the log call of next-auth', 'POST', '_log', 'application/json', '{"code":"x","level":"constructor"}', 404],
  ['the list of providers', 'GET', 'providers', undefined, undefined, 404],
  ['nothing', 'GET', '', undefined, undefined, 404],
  ['a session that is written', 'POST', 'session', 'application/json', '{"data":{"personId":"x"}}', 405],
  ['a sign-in by address', 'GET', 'callback/credentials?email=a&password=b', undefined, undefined, 405],
  ['a sign-out by link', 'GET', 'signout', undefined, undefined, 405],
  ['PUT', 'PUT', 'csrf', FORM, 'a=b', 405],
  ['DELETE', 'DELETE', 'session', undefined, undefined, 405],
] as const)('%s: %s %s is no failure of ours', async (_name, method, path, type, payload, status) => {
  const answer = await app.inject({
    method,
    url: `/api/auth/${path}`,
    headers: { ...(type ? { 'content-type': type } : {}) },
    ...(payload === undefined ? {} : { payload }),
  });
  expect(answer.statusCode).toBe(status);
});

test('cookies that are broken stop nobody from signing in', async () => {
  const one = await browser('198.51.100.4');
  const broken = 'next-auth.callback-url=http://[; next-auth.session-token=x.y.z; __Host-a=%E0%A4%A';
  const answer = await one.post(
    'callback/credentials',
    { email: 'planner@example.com', password: DEMO_PASSWORD },
    { cookie: `${broken}; ${one.cookie()}` },
  );
  expect(answer.statusCode).toBe(200);
});
