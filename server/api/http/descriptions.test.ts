import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import fastify from 'fastify';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { CONTRACTS } from '../../events/contracts/index.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { testDatabase } from '../../testing/database.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { machineApi } from './index.ts';
import { openApiDocument } from './openapi.ts';

test('the OpenAPI document holds against the standard, and the validator can refuse', async () => {
  const served = JSON.parse(JSON.stringify(openApiDocument()));
  const validator = new Validator();
  expect(await validator.validate(served)).toMatchObject({ valid: true });
  expect(validator.version).toBe('3.1');
  expect(await new Validator().validate({ ...served, info: { title: 'no version' } })).toMatchObject({ valid: false });
});

test('the AsyncAPI document holds against the standard, and the validator can refuse', async () => {
  const served = JSON.stringify(asyncApiDocument());
  const parser = new Parser();
  const { document, diagnostics } = await parser.parse(served);
  expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
  expect(document?.version()).toBe('3.0.0');
  const names = document?.channels().get('signals')?.messages().all() ?? [];
  expect(names.map((message) => message.id())).toEqual(CONTRACTS.map(({ type, version }) => `${type}.v${version}`));
  const broken = await parser.parse(served.replace('"action":"receive"', '"action":"listen"'));
  expect(broken.diagnostics.some(({ severity }) => severity === 0)).toBe(true);
});

/** `/signals/{source}/{id}` and `/signals/:source/:id` and `/signals/*` have one shape. */
const shapeOf = (url: string) => url.replace(/\/(\{\w+\}|:\w+|\*).*$/, '/…');
const describedBy = (paths: Record<string, object>) =>
  Object.entries(paths).flatMap(([url, calls]) =>
    Object.keys(calls).map((method) => `${method.toUpperCase()} ${shapeOf(url)}`),
  );

test('every call of the machine API is described, and nothing else is', async () => {
  const { db } = await testDatabase();
  const log = pino({ level: 'silent' });
  const app = fastify({ routerOptions: { maxParamLength: 5_000 } });
  const mounted = new Set<string>();
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD' && one !== 'OPTIONS') mounted.add(`${one} ${shapeOf(url)}`);
  });
  await app.register(machineApi, { db, clock: systemClock, log, intake: openIntake(db, log) });
  await app.ready();
  const { paths } = openApiDocument() as { paths: Record<string, object> };
  const served = ['GET /openapi.json', 'GET /asyncapi.json'];
  expect([...new Set([...describedBy(paths), ...served])].sort()).toEqual([...mounted].sort());
  await app.close();
});

test('every call that takes a body says how it is sent away and made once', () => {
  type Call = { parameters?: { name: string }[]; responses: Record<string, { headers?: object }> };
  const { paths } = openApiDocument() as { paths: Record<string, { post?: Call }> };
  const posts = Object.entries(paths).flatMap(([url, { post }]) => (post ? [[url, post] as const] : []));
  expect(posts.map(([url]) => url)).toContain('/signals');
  for (const [url, { parameters = [], responses }] of posts) {
    expect(Object.keys(responses), url).toEqual(expect.arrayContaining(['400', '401', '403', '413', '415']));
    for (const status of [429, 503]) expect(responses[status]?.headers, url).toHaveProperty('Retry-After');
    // Totals are the same however often they are told.
    if (url !== '/replays/{id}/progress')
      expect(
        parameters.map(({ name }) => name),
        url,
      ).toContain('Idempotency-Key');
  }
});
