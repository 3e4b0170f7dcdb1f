import { appRouter } from '../../server/api/router.ts';
import { type Answer, count, resultOf, send } from './call-people.ts';
import { type Attack, GATEWAY_KEY, pause } from './open-target.ts';

const procedures = (): { name: string; changes: boolean }[] =>
  Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>).map(
    ([name, { _def }]) => ({
      name,
      changes: _def.type === 'mutation',
    }),
  );

const anonymous: Attack = {
  name: 'Every procedure and page without signing in',
  before: '401, and 307 to sign-in',
  run: async ({ url }) => {
    const answers: Answer[] = [];
    for (const { name, changes } of procedures())
      answers.push(
        await send(
          `${url}/api/trpc/${name}`,
          changes
            ? { method: 'POST', headers: { 'content-type': 'application/json', origin: url }, body: '{"json":{}}' }
            : {},
        ),
      );
    const pages = [];
    for (const path of [
      '/queue',
      '/approvals',
      '/actions',
      '/network',
      '/signals',
      '/sources',
      '/policies',
      '/agents',
      '/audit',
      '/lineage',
      '/settings',
    ])
      pages.push(await send(`${url}${path}`));
    return {
      now: `${answers.length} procedures: ${count(answers)}; pages: ${count(pages)}`,
      held:
        answers.length > 50 &&
        answers.every(({ status }) => status === 401) &&
        pages.every(({ status }) => status === 307),
    };
  },
};

const roles: Attack = {
  name: 'Acts of another role: an auditor approves, a planner manages sources, an operator resumes an agent',
  before: '403',
  run: async (target) => {
    const shown = { proposalId: crypto.randomUUID(), shownHash: '0'.repeat(64) };
    const source = { sourceId: crypto.randomUUID(), graceMinutes: 0 };
    const answers = [
      await (await target.as('policy')).do('proposals.approve', shown),
      await (await target.as('operator')).do('proposals.reject', { ...shown, code: 'other', text: 'because' }),
      await (await target.as('planner')).do('sources.rotateKey', source),
      await (await target.as('approver')).do('sources.switch', { sourceId: source.sourceId, active: false }),
      await (await target.as('operator')).do('agents.suspend', {
        name: 'lead-time-estimate',
        version: '1.0.0',
        reason: 'because',
      }),
      await (await target.as('policy')).do('actions.undo', { actionId: crypto.randomUUID() }),
    ];
    return { now: count(answers), held: answers.every(({ status }) => status === 403) };
  },
};

/** Everything that a person of no region of ours may ask, and must learn nothing of others from. */
const otherRegion: Attack = {
  name: 'A person of another region asks for cases, actions, lineage and sums',
  before: '404 for things; sums of all regions',
  run: async (target) => {
    await target.query(`UPDATE "user" SET regions = '{nowhere}' WHERE email = 'planner2@example.com'`);
    try {
      const person = await target.fresh('planner2');
      const [disruption] = await target.query<{ id: string }>(`SELECT id FROM disruption LIMIT 1`);
      const [action] = await target.query<{ id: string }>(`SELECT id FROM action LIMIT 1`);
      const [signal] = await target.query<{ source: string; id: string }>(
        `SELECT source, id FROM signal WHERE region <> '*' LIMIT 1`,
      );
      const things = [
        await person.ask('disruptions.card', { id: disruption?.id }),
        await person.ask('actions.read', { actionId: action?.id ?? crypto.randomUUID() }),
        await person.ask('lineage.read', { kind: 'signal', source: signal?.source ?? '', id: signal?.id ?? '' }),
        await person.ask('actions.rollbackPlan', { actionId: action?.id ?? crypto.randomUUID() }),
      ];
      const { rows } = resultOf<{ rows: unknown[] }>(await person.ask('disruptions.queue', { filter: 'open' }));
      const totals = resultOf<Record<string, number>>(await person.ask('disruptions.totals'));
      const alerting = resultOf<number>(await person.ask('sources.alerting'));
      const seen = [...Object.values(totals), rows.length, alerting].reduce((sum, n) => sum + n, 0);
      const text = (await person.ask('signals.acceptance')).text;
      const signals = [...text.matchAll(/"(?:accepted|sent)":(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
      return {
        now: `things ${count(things)}; ${seen} in the sums of cases and alerts, ${signals} signals in the intake's`,
        held: things.every(({ status }) => status === 404) && seen === 0 && signals === 0,
      };
    } finally {
      await target.query(`UPDATE "user" SET regions = '{*}' WHERE email = 'planner2@example.com'`);
    }
  },
};

const ofOthers: Attack = {
  name: 'A policy owner asks what only who manages sources needs',
  before: '403',
  run: async (target) => {
    const person = await target.as('policy');
    const answers = [];
    for (const name of ['sources.list', 'sources.replays', 'sources.quality']) answers.push(await person.ask(name));
    return { now: count(answers), held: answers.every(({ status }) => status === 403) };
  },
};

const batches: Attack = {
  name: '400 calls in one request, and 160 heavy ones of one person at once',
  before: 'answered; another person waited 14.2 s',
  run: async (target) => {
    const heavy = await target.as('auditor');
    const other = await target.as('approver');
    const batch = (name: string, times: number, input: unknown = undefined) => {
      const inputs = Object.fromEntries(Array.from({ length: times }, (_, n) => [n, { json: input }]));
      const query = input === undefined ? '' : `&input=${encodeURIComponent(JSON.stringify(inputs))}`;
      return heavy.get(`/api/trpc/${Array.from({ length: times }, () => name).join(',')}?batch=1${query}`);
    };
    const large = await batch('session.me', 400);
    const many = Array.from({ length: 8 }, () => batch('disruptions.queue', 20, { filter: 'closed' }));
    let longest = 0;
    for (let n = 0; n < 20; n++) {
      const started = performance.now();
      const { status } = await other.ask('session.me');
      longest = Math.max(longest, status === 200 ? performance.now() - started : Number.POSITIVE_INFINITY);
      await pause(50);
    }
    await Promise.all(many);
    return {
      now: `${large.status}; another person waited ${Math.round(longest) / 1000} s at most`,
      held: large.status >= 400 && large.status < 500 && longest < 3_000,
    };
  },
};

const files: Attack = {
  name: 'Addresses that lead out of their folder, and methods that are not there',
  before: '404, 400 and 405',
  run: async (target) => {
    const gets = [];
    for (const path of [
      '/api/v1/imports/..%2F..%2Fetc%2Fpasswd',
      '/_next/static/..%2f..%2fpackage.json',
      '/api/v1/imports/%00',
      '/dist/main.js.map',
      '/.env',
    ])
      gets.push(await send(`${target.url}${path}`, { headers: { authorization: `Bearer ${GATEWAY_KEY}` } }));
    const person = await target.as('planner');
    const changed = await person.ask('proposals.approve', {
      proposalId: crypto.randomUUID(),
      shownHash: '0'.repeat(64),
    });
    const overridden = await send(`${target.url}/api/v1/signals`, {
      headers: { authorization: `Bearer ${GATEWAY_KEY}`, 'x-http-method-override': 'POST' },
    });
    const known = (answer: Answer) => [307, 308, 400, 404].includes(answer.status);
    return {
      now: `${count(gets)}; a change by GET ${changed.status}, by override ${overridden.status}`,
      held: gets.every(known) && changed.status === 405 && overridden.status === 405,
    };
  },
};

/** What may be asked, by whom, and how much of it. */
export const callAttacks: Attack[] = [anonymous, roles, otherRegion, ofOthers, batches, files];
