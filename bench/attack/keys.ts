import { count, resultOf, send } from './call-people.ts';
import { type Attack, GATEWAY_KEY, SOURCE_KEY, type Target } from './open-target.ts';

const LISTS = ['/disruptions', '/proposals', '/decisions', '/actions'];
const ONE_REGION = 'eastern-africa';

type Items = { items?: { region?: string }[] };
const regionsIn = (body: unknown): Set<string> =>
  new Set(((body as Items | null)?.items ?? []).map(({ region }) => region ?? '?'));

const sendingKeys: Attack = {
  name: 'A key that sends signals reads cases, proposals, decisions, actions and lineage',
  before: '200, six regions, names and open proposals among them',
  run: async (target) => {
    const answers = [];
    for (const key of [SOURCE_KEY, GATEWAY_KEY]) {
      for (const path of LISTS) answers.push(await target.machine(key, path));
      answers.push(await target.machine(key, '/lineage?node=source'));
    }
    return { now: count(answers), held: answers.every(({ status }) => status === 403) };
  },
};

/** Runs something while the operator has one region alone. */
async function withOneRegion<T>(
  target: Target,
  work: (operator: Awaited<ReturnType<Target['fresh']>>) => Promise<T>,
): Promise<T> {
  await target.query(`UPDATE "user" SET regions = ARRAY[$1] WHERE email = 'operator@example.com'`, [ONE_REGION]);
  try {
    return await work(await target.fresh('operator'));
  } finally {
    await target.query(`UPDATE "user" SET regions = '{*}' WHERE email = 'operator@example.com'`);
  }
}

const selfMade: Attack = {
  name: 'An operator of one region makes a key and reads the others by it',
  before: '200 and six regions',
  run: (target) =>
    withOneRegion(target, async (operator) => {
      const input = {
        name: `Attack ${Date.now()}`,
        system: 'ERP',
        region: ONE_REGION,
        mayReplay: false,
        types: ['clock.advanced'],
        freshnessMinutes: null,
      };
      const wider = [
        await operator.do('sources.add', {
          ...input,
          name: `${input.name} everywhere`,
          region: '*',
          scopes: ['send', 'read'],
          regions: ['*'],
        }),
        await operator.do('sources.add', {
          ...input,
          name: `${input.name} there`,
          scopes: ['send', 'read'],
          regions: ['western-africa'],
        }),
      ];
      const added = await operator.do('sources.add', { ...input, scopes: ['send', 'read'], regions: [ONE_REGION] });
      const foreign = new Set<string>();
      for (const made of [added, ...wider]) {
        if (made.status !== 200) continue;
        const { key } = resultOf<{ key: string }>(made);
        for (const path of LISTS)
          for (const region of regionsIn((await target.machine(key, path)).body))
            if (region !== ONE_REGION) foreign.add(region);
      }
      return {
        now: `own region ${added.status}, wider ${count(wider)}; ${foreign.size} other regions read`,
        held: foreign.size === 0 && wider.every(({ status }) => [400, 403, 404].includes(status)),
      };
    }),
};

const takeOver: Attack = {
  name: 'An operator of one region takes over or switches off a source of all',
  before: 'allowed',
  run: (target) =>
    withOneRegion(target, async (operator) => {
      const [source] = await target.query<{ id: string }>(
        `SELECT id FROM source WHERE region <> $1 ORDER BY id LIMIT 1`,
        [ONE_REGION],
      );
      const [key] = await target.query<{ id: string }>(`SELECT id FROM source_key WHERE source_id = $1 LIMIT 1`, [
        source?.id,
      ]);
      const answers = [
        await operator.do('sources.rotateKey', { sourceId: source?.id, graceMinutes: 60 }),
        await operator.do('sources.revokeKey', { sourceId: source?.id, keyId: key?.id }),
        await operator.do('sources.switch', { sourceId: source?.id, active: true }),
      ];
      return { now: count(answers), held: answers.every(({ status }) => status === 403 || status === 404) };
    }),
};

const withoutKey: Attack = {
  name: 'Every call of the machine API without a key, and with a wrong one',
  before: '401 on every call',
  run: async (target) => {
    const { body } = await send(`${target.url}/api/v1/openapi.json`);
    const { paths = {} } = body as { paths?: Record<string, Record<string, { security?: unknown[] }>> };
    const answers = [];
    for (const [path, calls] of Object.entries(paths)) {
      const address = `${target.url}${path.startsWith('/api/') ? '' : '/api/v1'}${path.replace(/\{[^}]+\}/g, 'x')}`;
      for (const [method, { security }] of Object.entries(calls)) {
        if (!['get', 'post', 'put', 'delete', 'patch'].includes(method) || security?.length === 0) continue;
        const open = /openapi|asyncapi|healthz|readyz|metrics/.test(path);
        if (open) continue;
        const headers = { 'content-type': 'application/json' };
        const body = method === 'get' ? {} : { body: '{}' };
        answers.push(await send(address, { method: method.toUpperCase(), headers, ...body }));
        answers.push(
          await send(address, {
            method: method.toUpperCase(),
            headers: { ...headers, authorization: 'Bearer no-such-key' },
            ...body,
          }),
        );
      }
    }
    return { now: count(answers), held: answers.length > 20 && answers.every(({ status }) => status === 401) };
  },
};

const anothersThings: Attack = {
  name: "Another source's import, file and stream",
  before: '404',
  run: async (target) => {
    const imported = await target.machine(SOURCE_KEY, '/imports?name=own', {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822' },
      body: `From: a@b.example\nMessage-ID: <own-${Date.now()}@b.example>\n\nHello`,
    });
    const { id } = imported.body as { id: string };
    const paths = [`/imports/${id}`, `/imports/${id}/file`, `/streams/${encodeURIComponent(`/attack/${SOURCE_KEY}`)}`];
    const answers = [];
    for (const path of paths) answers.push(await target.machine(GATEWAY_KEY, path));
    const own = await target.machine(SOURCE_KEY, `/imports/${id}/file`);
    return {
      now: `${count(answers)}; its own ${own.status}`,
      held: own.status === 200 && answers.every(({ status }) => status === 404),
    };
  },
};

const once: Attack = {
  name: 'Fifty identical calls with one idempotency key',
  before: 'one row; the same answer or 409',
  run: async (target) => {
    const key = `attack-${Date.now()}`;
    const start = (lines: number, more: Record<string, string> = { 'idempotency-key': key }) =>
      target.machine(SOURCE_KEY, '/replays', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...more },
        body: JSON.stringify({
          fileName: key,
          fileHash: 'a'.repeat(64),
          source: '/attack/replay',
          lines,
          findings: [],
        }),
      });
    const answers = await Promise.all(Array.from({ length: 50 }, () => start(1)));
    const other = await start(2);
    const none = await start(1, {});
    const [rows] = await target.query<{ n: number }>(`SELECT count(*)::int AS n FROM replay WHERE file_name = $1`, [
      key,
    ]);
    return {
      now: `${count(answers)}; ${rows?.n} row; other payload ${other.status}, no key ${none.status}`,
      held:
        rows?.n === 1 &&
        other.status === 422 &&
        none.status === 400 &&
        answers.every(({ status }) => status === 201 || status === 409),
    };
  },
};

/** What a key opens. */
export const keyAttacks: Attack[] = [sendingKeys, selfMade, takeOver, withoutKey, anothersThings, once];
