import { readFileSync } from 'node:fs';
import path from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers as natsHeaders } from '@nats-io/transport-node';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import { releaseContracts } from '../events/contracts/index.ts';
import { openIntake } from '../events/ingest/index.ts';
import { connectSource } from '../events/sources/index.ts';
import { freePort, startChild } from '../testing/child-process.ts';
import { testDatabase } from '../testing/database.ts';
import { NATS_SERVER, startNats, storeFolder } from '../testing/nats-server.ts';
import { orderLine } from '../testing/signals.ts';
import { NATS_STREAM, NATS_SUBJECTS, startNatsLoop } from './nats-loop.ts';

const docs = path.resolve(import.meta.dirname, '../../docs/edge');
const log = pino({ level: 'silent' });
const TIMEOUT = 150_000;

/** A purchase order line as a CloudEvent of a stream. */
const event = (source: string, n: number, changes: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: `line-${n}`,
  source,
  type: 'purchase-order.sent',
  time: '2026-01-05T08:00:00Z',
  data: { line: orderLine({ lineNumber: String(n), shipment: `ASN-${n}` }) },
  ...changes,
});

describe.skipIf(!NATS_SERVER)('signals from JetStream (needs nats-server: apt-get install nats-server)', async () => {
  const { db } = await testDatabase();
  const [hubPort, leafPort, edgePort] = [await freePort(), await freePort(), await freePort()];
  const ports = { 4222: hubPort, 4223: edgePort, 7422: leafPort };
  const hubFolder = storeFolder();
  const servers = `nats://tower:change-me-tower@127.0.0.1:${hubPort}`;
  const startHub = () => startNats(path.join(docs, 'hub.conf'), hubFolder, ports);
  const asTower = () =>
    connect({ servers: `127.0.0.1:${hubPort}`, user: 'tower', pass: 'change-me-tower', maxReconnectAttempts: -1 });
  let stopHub = async () => {};
  let sourceId = '';

  beforeAll(async () => {
    const ctx = asSystem('start', systemClock);
    await releaseContracts(db, ctx);
    sourceId = await connectSource(db, ctx, { name: 'Edge', system: 'WMS', key: 'a-key-for-tests', mayReplay: false });
    stopHub = await startHub();
  });
  afterAll(() => stopHub());

  const stored = (source: string) => db.prisma.signal.count({ where: { source } });
  const waitFor = (what: () => Promise<unknown>, expected: unknown) =>
    expect.poll(what, { timeout: 60_000, interval: 50 }).toEqual(expected);
  const counts = async () => {
    const rows = await db.prisma.signalCount.findMany({ where: { sourceId } });
    const sum = (name: 'accepted' | 'duplicates' | 'quarantined' | 'rejected') =>
      rows.reduce((total, row) => total + Number(row[name]), 0);
    return [sum('accepted'), sum('duplicates'), sum('quarantined'), sum('rejected')];
  };

  it(
    'stores what is published, acknowledges after the commit, and keeps the order of the stream',
    async () => {
      const intake = openIntake(db, log);
      const loop = startNatsLoop({ db, clock: systemClock, intake, log, servers });
      const nats = await asTower();
      const js = jetstream(nats);
      const manager = await jetstreamManager(nats);
      const subject = NATS_SUBJECTS + sourceId;
      await waitFor(
        () =>
          manager.streams.info(NATS_STREAM).then(
            ({ config }) => config.name,
            () => null,
          ),
        NATS_STREAM,
      );

      for (let n = 0; n < 200; n += 1) await js.publish(subject, JSON.stringify(event('/edge/order', n)));
      const { data, ...attributes } = event('/edge/order', 200);
      const binary = natsHeaders();
      for (const [name, value] of Object.entries(attributes)) binary.set(`ce-${name}`, String(value));
      binary.set('content-type', 'application/json');
      await js.publish(subject, JSON.stringify(data), { headers: binary });
      await waitFor(() => stored('/edge/order'), 201);
      const rows = await db.prisma.signal.findMany({ where: { source: '/edge/order' }, orderBy: { seq: 'asc' } });
      expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 201 }, (_, n) => `line-${n}`));

      await js.publish(subject, JSON.stringify(event('/edge/order', 0))); // a duplicate
      await js.publish(subject, JSON.stringify(event('/edge/order', 1, { time: '2026-01-06T08:00:00Z' }))); // another payload
      await js.publish(subject, 'not JSON at all'); // unreadable
      await js.publish(`${NATS_SUBJECTS}nobody`, JSON.stringify(event('/edge/nobody', 0)));
      await waitFor(counts, [201, 1, 1, 1]);
      const waiting = async () => {
        const info = await manager.consumers.info(NATS_STREAM, 'holdpoint-ingest');
        return [info.num_pending, info.num_ack_pending];
      };
      await waitFor(waiting, [0, 0]);
      expect(await stored('/edge/nobody')).toBe(0);

      await loop.stop();
      await intake.close();
      await nats.close();
    },
    TIMEOUT,
  );

  it(
    'loses and doubles nothing when a consumer is killed and the broker restarts',
    async () => {
      const nats = await asTower();
      const js = jetstream(nats);
      const count = 2_000;
      const child = await startChild('server/testing/nats-child.ts', { args: [db.url, servers], ready: 'ready' });
      const publish = (async () => {
        for (let n = 0; n < count; n += 1) {
          const body = JSON.stringify(event('/edge/killed', n));
          await js.publish(NATS_SUBJECTS + sourceId, body, { retries: 20 }).catch(() => {
            n -= 1; // the broker was away; the id makes a repetition harmless
          });
        }
      })();
      await expect.poll(() => stored('/edge/killed'), { timeout: 60_000, interval: 20 }).toBeGreaterThan(100);
      await child.kill('SIGKILL');
      await db.pool.query(`UPDATE lease SET expires_at = now() WHERE name LIKE 'ingest-nats %'`); // as if its time had passed
      await stopHub();
      stopHub = await startHub();
      const intake = openIntake(db, log);
      const loop = startNatsLoop({ db, clock: systemClock, intake, log, servers });
      await publish;
      await waitFor(() => stored('/edge/killed'), count);
      const [{ distinct }] = (
        await db.pool.query(`SELECT count(DISTINCT id)::int AS distinct FROM signal WHERE source = '/edge/killed'`)
      ).rows as [{ distinct: number }];
      expect(distinct).toBe(count);
      await loop.stop();
      await intake.close();
      await nats.close();
    },
    TIMEOUT,
  );

  it(
    'takes what an edge gathered while its line to the hub was down',
    async () => {
      const [accepted = 0, , ...bad] = await counts();
      const stopEdge = await startNats(path.join(docs, 'edge.conf'), storeFolder(), ports);
      const keeper = await connect({ servers: `127.0.0.1:${edgePort}`, user: 'keeper', pass: 'change-me-keeper' });
      const edge = await jetstreamManager(keeper);
      await edge.streams.add({ name: 'EDGE_SIGNALS', subjects: [`${NATS_SUBJECTS}>`] });
      const nats = await asTower();
      const manager = await jetstreamManager(nats);
      const { config } = await manager.streams.info(NATS_STREAM);
      const { sources } = JSON.parse(readFileSync(path.join(docs, 'hub-stream.json'), 'utf8'));
      await manager.streams.update(NATS_STREAM, { ...config, sources });
      await stopHub();
      const atEdge = jetstream(keeper);
      for (let n = 0; n < 50; n += 1)
        await atEdge.publish(NATS_SUBJECTS + sourceId, JSON.stringify(event('/edge/offline', n)));
      stopHub = await startHub();

      const intake = openIntake(db, log);
      const loop = startNatsLoop({ db, clock: systemClock, intake, log, servers });
      await waitFor(() => stored('/edge/offline'), 50);
      for (let n = 50; n < 60; n += 1)
        await atEdge.publish(NATS_SUBJECTS + sourceId, JSON.stringify(event('/edge/offline', n)));
      await waitFor(() => stored('/edge/offline'), 60);
      // Each came in once. A hub that was stopped before it heard an acknowledgement sends that message again: known already.
      const [now, _known, ...badNow] = await counts();
      expect([now, ...badNow]).toEqual([accepted + 60, ...bad]);
      await loop.stop();
      await intake.close();
      await keeper.close();
      await nats.close();
      await stopEdge();
    },
    TIMEOUT,
  );
});
