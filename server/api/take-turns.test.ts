import type { AddressInfo } from 'node:net';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../core/clock.ts';
import type { Person } from '../core/context.ts';
import { logger } from '../core/logger.ts';
import { asOperator, asPlanner, TEST_NOW } from '../testing/contexts.ts';
import { BATCH_MOST } from './constants.ts';
import { retryAfter } from './errors.ts';
import { openTurns } from './take-turns.ts';
import { procedure, router } from './trpc.ts';

const planner = asPlanner().actor as Person;
const operator = asOperator().actor as Person;

/** Procedures that go on until they are let go, behind the real plugin on a real port. */
async function serve(limits: { atOnce: number; waiting: number }) {
  const running: string[] = [];
  let most = 0;
  const gate = Promise.withResolvers<void>();
  const turns = openTurns(limits);
  const slow = procedure.query(async ({ ctx }) => {
    running.push(ctx.as.actor.id);
    most = Math.max(most, running.filter((id) => id === planner.id).length);
    await gate.promise;
    running.splice(running.indexOf(ctx.as.actor.id), 1);
    return 'done';
  });
  const api = fastify({ routerOptions: { maxParamLength: 5_000 } });
  await api.register(fastifyTRPCPlugin, {
    prefix: '/t',
    trpcOptions: {
      router: router({ slow, quick: procedure.query(() => 'done') }),
      maxBatchSize: BATCH_MOST,
      responseMeta: ({ errors }: { errors: readonly { cause?: unknown }[] }) => ({ headers: retryAfter(errors) }),
      createContext: ({ req }: { req: { headers: Record<string, unknown> } }) => ({
        ...({ clock: fixedClock(TEST_NOW), log: logger } as never as object),
        person: req.headers.who === 'operator' ? operator : planner,
        turns,
      }),
    },
  });
  await api.listen({ port: 0, host: '127.0.0.1' });
  stop = async () => {
    gate.resolve();
    await api.close();
  };
  const { port } = api.server.address() as AddressInfo;
  const batch = (calls: number, init: RequestInit = {}, name = 'slow') =>
    fetch(`http://127.0.0.1:${port}/t/${Array(calls).fill(name).join(',')}?batch=1&input=%7B%7D`, init);
  return { batch, running, most: () => most, release: () => gate.resolve(), turns };
}
let stop = async () => {};
afterEach(() => stop());

describe('calls of one request', () => {
  it.each([
    [BATCH_MOST, 200],
    [BATCH_MOST + 1, 400],
  ])('%i are answered with %i', async (calls, status) => {
    const { batch } = await serve({ atOnce: 4, waiting: 200 });
    const answer = await batch(calls, {}, 'quick');
    expect(answer.status).toBe(status);
    if (status === 400) expect(await answer.text()).toContain('20 calls at most. Send the others in another one.');
  });
});

describe('calls of one person', () => {
  it('wait for one another, and nobody else waits for them', async () => {
    const { batch, running, most, release } = await serve({ atOnce: 2, waiting: 50 });
    const heavy = [batch(20), batch(20)];
    await expect.poll(() => running.length).toBe(2);
    expect((await batch(1, { headers: { who: 'operator' } }, 'quick')).status).toBe(200);
    release();
    for (const answer of await Promise.all(heavy)) expect(answer.status).toBe(200);
    expect(most()).toBe(2);
  });

  it('are refused where too many wait, with when to come again', async () => {
    const { batch, running, release } = await serve({ atOnce: 1, waiting: 2 });
    const first = batch(3);
    await expect.poll(() => running.length).toBe(1);
    const answer = await batch(1);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject([{ error: { json: { data: { refusal: { code: 'too_many' } } } } }]);
    release();
    expect((await first).status).toBe(200);
    expect((await batch(1, {}, 'quick')).status).toBe(200);
  });

  it('are forgotten when whoever asked has hung up, and nothing is kept of a person who is done', async () => {
    const { batch, running, release, turns } = await serve({ atOnce: 1, waiting: 50 });
    const first = batch(1);
    await expect.poll(() => running.length).toBe(1);
    const gone = new AbortController();
    const left = batch(5, { signal: gone.signal });
    await expect.poll(() => turns.count().waiting).toBe(5);
    gone.abort();
    await expect(left).rejects.toThrow();
    release();
    expect((await first).status).toBe(200);
    await expect.poll(() => turns.count().people).toBe(0);
  });
});
