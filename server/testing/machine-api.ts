import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect } from 'vitest';
import { machineApi } from '../api/http/index.ts';
import { serverOptions } from '../api/http/server-options.ts';
import { fixedClock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { releaseContracts } from '../events/contracts/index.ts';
import { openIntake } from '../events/ingest/index.ts';
import { connectSource } from '../events/sources/index.ts';
import { TEST_NOW } from './contexts.ts';

export type Sender = { key: string; sourceId: string };
type Headers = Record<string, string>;

/** The machine API on a test's database, with as many sources as it asks for. At the top of a test file. */
export function testMachineApi(db: Database) {
  const clock = fixedClock(TEST_NOW);
  const ctx = asSystem('start', clock);
  const log = pino({ level: 'silent' });
  const app = fastify(serverOptions(log));
  let senders = 0;
  beforeAll(async () => {
    await releaseContracts(db, ctx);
    await app.register(machineApi, { prefix: '/api/v1', db, clock, log, intake: openIntake(db, log) });
  });
  afterAll(() => app.close());
  return {
    app,
    /** Connects a source of its own. */
    newSender: async (): Promise<Sender> => {
      senders += 1;
      const key = `key-of-sender-${senders}`;
      const sourceId = await connectSource(db, ctx, {
        name: `Sender ${senders}`,
        system: 'TEST',
        key,
        mayReplay: false,
      });
      return { key, sourceId };
    },
    post: ({ key }: Sender, path: string, payload: string | Buffer, headers: Headers = {}) =>
      app.inject({
        method: 'POST',
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
        payload,
      }),
    get: ({ key }: Sender, url: string) =>
      app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${key}` } }),
    /** What a source has sent, by what became of it. */
    countsOf: async ({ sourceId }: Sender) => {
      const rows = await db.prisma.signalCount.findMany({ where: { sourceId } });
      const sum = (name: 'sent' | 'accepted' | 'duplicates' | 'quarantined' | 'rejected') =>
        rows.reduce((total, row) => total + Number(row[name]), 0);
      // Counted where requests are read, apart from what became of them.
      expect(sum('sent')).toBe(sum('accepted') + sum('duplicates') + sum('quarantined') + sum('rejected'));
      return {
        accepted: sum('accepted'),
        duplicates: sum('duplicates'),
        quarantined: sum('quarantined'),
        rejected: sum('rejected'),
      };
    },
    /** The signals of a source in the order of arrival. */
    storedBy: ({ sourceId }: Sender) =>
      db.prisma.signal.findMany({
        where: { sourceId },
        orderBy: { seq: 'asc' },
        select: { id: true, source: true, type: true, data: true, subjectKey: true, eventAt: true, recordedAt: true },
      }),
  };
}
