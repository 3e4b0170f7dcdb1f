import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { count, send } from './call-people.ts';
import { type Attack, SOURCE_KEY } from './open-target.ts';

const reaches = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const over = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.on('connect', () => over(true)).on('error', () => over(false));
    socket.setTimeout(2_000, () => over(false));
  });

const listening: Attack = {
  name: 'The demo, its published password and its sandbox, from another machine',
  before: 'listened on every address',
  run: async (target) => {
    const outer = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80'));
    const hosts = ['127.0.0.2', ...outer.map(({ address }) => address)];
    const reached: string[] = [];
    for (const host of hosts)
      for (const port of [target.port, target.sandboxPort])
        if (await reaches(host, port)) reached.push(`${host}:${port}`);
    const own = await reaches('127.0.0.1', target.port);
    return {
      now: reached.length ? `reached by ${reached.join(', ')}` : `by none of ${hosts.length} other addresses`,
      held: own && reached.length === 0,
    };
  },
};

const metrics: Attack = {
  name: 'Metrics through a proxy, and by a guessed token',
  before: 'open cases, lag and versions for everybody',
  run: async ({ url }) => {
    const answers = [
      await send(`${url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } }),
      await send(`${url}/metrics`, { headers: { forwarded: 'for=127.0.0.1' } }),
      await send(`${url}/metrics`, { headers: { authorization: 'Bearer guessed-guessed-guessed' } }),
    ];
    const own = await Promise.all(Array.from({ length: 200 }, () => send(`${url}/metrics`)));
    return {
      now: `${count(answers)}; this machine ${count(own)}`,
      held: answers.every(({ status }) => status === 401) && own.every(({ status }) => status === 200),
    };
  },
};

const headers: Attack = {
  name: 'What a browser may do with pages, calls, problems and files',
  before: 'no nosniff and no-store on calls, no COOP, any websocket host',
  run: async (target) => {
    const operator = await target.as('operator');
    const missing: string[] = [];
    const ask = async (what: string, answer: { headers: Headers }, wanted: Record<string, RegExp>) => {
      for (const [name, pattern] of Object.entries(wanted))
        if (!pattern.test(answer.headers.get(name) ?? '')) missing.push(`${what}: ${name}`);
    };
    const api = { 'x-content-type-options': /^nosniff$/, 'cache-control': /no-store/ };
    const page = {
      'x-content-type-options': /^nosniff$/,
      'cross-origin-opener-policy': /same-origin/,
      'permissions-policy': /camera=\(\)/,
      'referrer-policy': /./,
      'content-security-policy': /connect-src 'self' (?!.*wss?:(\s|;))[^;]*; .*frame-ancestors 'none'/,
    };
    await ask('page', await operator.get('/sources'), page);
    await ask('redirect', await send(`${target.url}/queue`), page);
    await ask('procedure', await operator.ask('session.me'), api);
    await ask('machine API', await target.machine(SOURCE_KEY, '/imports'), api);
    await ask('problem', await target.machine('none', '/imports'), api);
    await ask('metrics', await send(`${target.url}/metrics`), api);
    return { now: missing.length ? `missing ${missing.join(', ')}` : 'all there', held: missing.length === 0 };
  },
};

const crossSite: Attack = {
  name: 'A change by session from another site, from nowhere, or under another scheme',
  before: 'let in without Origin; https://OURS counted as own',
  run: async (target) => {
    const { cookie } = await target.as('operator');
    const { host } = new URL(target.url);
    const origins = [
      undefined,
      'null',
      'http://evil.example',
      `https://${host}`,
      `${target.url}0`,
      `${target.url}.evil.example`,
    ];
    const paths = ['/api/trpc/sources.add', '/api/imports?sourceId=x', '/queue'];
    const answers = [];
    for (const path of paths)
      for (const origin of origins)
        answers.push(
          await send(`${target.url}${path}`, {
            method: 'POST',
            headers: {
              cookie,
              'content-type': 'application/json',
              'sec-fetch-site': 'cross-site',
              ...(origin ? { origin } : {}),
            },
            body: '{"json":{}}',
          }),
        );
    const form = await send(`${target.url}/api/trpc/sources.add`, {
      method: 'POST',
      headers: { cookie, origin: target.url, 'content-type': 'text/plain' },
      body: '{"json":{}}',
    });
    return {
      now: `${count(answers)}; as a form ${form.status}`,
      held: answers.every(({ status }) => status === 403 || status === 401) && form.status === 415,
    };
  },
};

/** What a browser, another site and another machine are let do. */
export const pageAttacks: Attack[] = [listening, metrics, headers, crossSite];
