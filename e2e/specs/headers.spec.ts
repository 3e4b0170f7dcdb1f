import { expect, test } from '../fixtures.ts';

const KEY = { authorization: 'Bearer demo-source-key' };
const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
};
const API = {
  ...EVERYWHERE,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
const PAGE = { ...EVERYWHERE, 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin' };

test('every answer says how a browser may use it: pages, calls, problems, files, redirects', async ({
  as,
  baseURL,
}) => {
  const page = await as('operator');
  const { request } = page;
  const imported = await request.post('/api/v1/imports?name=headers.eml', {
    headers: { ...KEY, 'content-type': 'message/rfc822' },
    data: `From: a@b.example\nMessage-ID: <headers-${Date.now()}@b.example>\n\nHello`,
  });
  const { id } = await imported.json();
  const get = async (address: string, status: number, headers = {}) => {
    const answer = await request.get(address, { headers, maxRedirects: 0 });
    expect(answer.status(), address).toBe(status);
    return answer.headers();
  };
  expect(await get('/sources', 200)).toMatchObject(PAGE);
  expect(await get('/sign-in', 307)).toMatchObject({ ...PAGE, location: expect.stringContaining('/') });
  expect(await get('/api/trpc/session.me', 200)).toMatchObject(API);
  expect(await get('/api/v1/openapi.json', 200)).toMatchObject(API);
  expect(await get('/api/v1/imports', 401)).toMatchObject({
    ...API,
    'content-type': expect.stringContaining('application/problem+json'),
  });
  expect(await get('/api/v1/nowhere', 404)).toMatchObject(API);
  expect(await get(`/api/v1/imports/${id}/file`, 200, KEY)).toMatchObject(API);
  expect(await get(`/api/imports/${id}/file`, 200)).toMatchObject({
    ...API,
    'content-disposition': expect.stringMatching(/^attachment/),
  });
  for (const path of ['/healthz', '/readyz', '/metrics']) expect(await get(path, 200)).toMatchObject(API);

  const headers = await get('/sources', 200);
  const { host } = new URL(baseURL ?? '');
  const policy = Object.fromEntries(
    (headers['content-security-policy'] ?? '')
      .split('; ')
      .map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
  );
  expect(policy['connect-src']).toEqual(["'self'", `ws://${host}`]);
  expect(policy['script-src']).toEqual(["'self'", expect.stringMatching(/^'nonce-/), "'strict-dynamic'"]);
  expect(headers['permissions-policy']).toContain('camera=()');
  expect(headers['strict-transport-security']).toBeUndefined(); // this tower is used over http
});

test('a change by session is let in from its own pages alone', async ({ as }) => {
  const page = await as('operator');
  await page.goto('/sources');
  const own = new URL(page.url());
  const sent = async (path: string, origin: string | undefined) =>
    (await page.request.post(path, { headers: origin === undefined ? {} : { origin }, data: {} })).status();
  for (const path of ['/api/trpc/sources.add', '/api/imports?sourceId=x', '/sources']) {
    for (const origin of [undefined, 'null', 'http://evil.example', `https://${own.host}`, `${own.origin}0`])
      expect(await sent(path, origin), `${path} from ${origin}`).toBe(403);
    expect([200, 400, 404, 405, 415], path).toContain(await sent(path, own.origin));
  }
  for (const origin of ['null', 'http://evil.example']) expect(await sent('/api/auth/signout', origin)).toBe(403);
  const refused = await page.request.post('/api/trpc/sources.add', { data: {} });
  expect(await refused.text()).toContain('NEXTAUTH_URL');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sources' }).first()).toBeVisible(); // still signed in
});
