import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { connectSource } from '../../events/sources/index.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { sourceAuthentication } from './authenticate-source.ts';
import { boundLookups } from './bound-lookups.ts';
import { sendProblem } from './problem.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const KEY = 'a-key-that-is-held';

/** The database with its lookups of keys counted. */
let lookups = 0;
const counted: Database = {
  ...db,
  prisma: db.prisma.$extends({
    query: {
      sourceKey: {
        findUnique: ({ args, query }) => {
          lookups += 1;
          return query(args);
        },
      },
    },
  }) as unknown as Database['prisma'],
};
const app = fastify({ trustProxy: true });
const from = (address: string, key: string) =>
  app.inject({ url: '/', headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': address } });

beforeAll(async () => {
  await connectSource(db, asSystem('start', clock), { name: 'ERP', system: 'ERP', key: KEY, mayReplay: false });
  const authenticate = sourceAuthentication(counted, clock);
  const log = pino({ level: 'silent' });
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, error, log));
  app.get('/', async (request) => (await authenticate(request)).actor.name);
});
afterAll(() => app.close());

describe('a key', () => {
  it('that nobody holds is looked up once in a while, however often it comes', async () => {
    const before = lookups;
    const answers = await Promise.all(Array.from({ length: 30 }, () => from('192.0.2.1', 'the-same-wrong-key')));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
    expect(lookups - before).toBe(1);
  });

  it('that nobody holds, one after another, is refused unseen, and held ones of the same address go on', async () => {
    expect((await from('192.0.2.2', KEY)).statusCode).toBe(200);
    const before = lookups;
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => from('192.0.2.2', `wrong-${n}`)));
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(50);
    expect(refused).toHaveLength(150);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(lookups - before).toBe(50);
    clock.advance(3_000); // what was remembered of the held key is over
    expect((await from('192.0.2.2', KEY)).statusCode).toBe(200);
    expect((await from('192.0.2.3', 'wrong-elsewhere')).statusCode).toBe(401);
    clock.advance(60_000);
    expect((await from('192.0.2.2', 'wrong-later')).statusCode).toBe(401);
  });

  it('that is revoked is refused within two seconds, and says what to do', async () => {
    await db.prisma.sourceKey.updateMany({ data: { revokedAt: TEST_NOW } });
    clock.advance(3_000);
    const answer = await from('192.0.2.4', KEY);
    expect(answer.json()).toMatchObject({ status: 401, detail: expect.stringContaining('Ask whoever manages') });
  });
});

describe('lookups', () => {
  it('are remembered for so many addresses and no more', () => {
    const tries = boundLookups();
    for (let n = 0; n < 10_050; n += 1) tries.charge(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, 0);
    expect(tries.size()).toBe(10_000);
  });
});
