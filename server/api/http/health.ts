import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Database } from '../../db/client.ts';
import { type Intake, readLag } from '../../events/ingest/index.ts';
import { countUndecided } from '../../events/undecided/index.ts';
import { guardMetrics } from './guard-metrics.ts';
import { readStanding } from './read-standing.ts';

export type HealthOptions = {
  db: Database;
  intake: Intake;
  sockets: () => number;
  stopping: () => boolean;
  /** Requests answered 401 because nobody known asked, since the start. */
  unknown?: () => number;
  /** Requests ended or refused at the edge, since the start. */
  edge?: () => { slow: number; refused: number };
  /** TOWER_METRICS_TOKEN: who brings it may read the metrics from anywhere. */
  metricsToken?: string | undefined;
};

/** A scrape is shared by all that ask within so long, so that asking often costs one reading of the counts. */
const SCRAPE_MS = 1_000;

type Counts = {
  accepted: string;
  duplicates: string;
  quarantined: string;
  rejected: string;
  open: string;
  running: string;
};

/** How long `/readyz` waits for the database, in milliseconds. */
const PROBE_MS = 3_000;

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: Prometheus text. */
export const healthRoutes: FastifyPluginAsync<HealthOptions> = async (app, options) => {
  const { db, intake, sockets, stopping } = options;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const signals = gauge('holdpoint_signals_total', 'Signals by what became of them', ['outcome']);
  const disruptions = gauge('holdpoint_disruptions_open', 'Open disruptions');
  const actions = gauge('holdpoint_actions_under_way', 'Actions not yet over');
  const connected = gauge('holdpoint_sockets', 'Connected screens');
  const undecided = gauge('holdpoint_signals_undecided', 'Signals whose evaluation failed and that wait for a person');
  const lag = gauge('holdpoint_evaluation_lag_seconds', 'Age of the oldest signal not evaluated yet', ['partition']);
  const waiting = gauge('holdpoint_intake_waiting_signals', 'Signals of this process that wait for their commit');
  const waitingBytes = gauge(
    'holdpoint_intake_waiting_bytes',
    'Bytes of signals of this process that wait for their commit',
  );
  const refused = gauge('holdpoint_intake_refused_total', 'Requests that this process sent away unread', ['reason']);

  const unknown = gauge('holdpoint_unknown_callers_total', 'Requests answered 401 by this process');

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const asked = db.pool.query('SELECT 1').then(
      () => 'ok',
      () => 'unreachable',
    );
    // Whoever asks has little patience, and a connection that only looks open answers never.
    const database = await Promise.race([asked, sleep(PROBE_MS, 'unreachable', { ref: false })]);
    const ready = database === 'ok' && !stopping();
    // What waits for a person does not make a tower unready: it serves, and says what stands.
    const standing = database === 'ok' ? await readStanding(db) : null;
    return reply.code(ready ? 200 : 503).send({
      status: ready ? 'ready' : stopping() ? 'stopping' : 'not ready',
      checks: { database, databaseTimeout: db.watch.state().words },
      standing,
    });
  });

  const scrape = async (): Promise<string> => {
    const { rows } = await db.pool.query<Counts>(`
      SELECT coalesce(sum(accepted), 0) AS accepted, coalesce(sum(duplicates), 0) AS duplicates,
             coalesce(sum(quarantined), 0) AS quarantined, coalesce(sum(rejected), 0) AS rejected,
             (SELECT count(*) FROM disruption WHERE state = 'open') AS open,
             (SELECT count(*) FROM action WHERE state IN ('grace', 'running', 'compensating')) AS running
      FROM signal_count`);
    const counts = rows[0];
    if (counts) {
      for (const outcome of ['accepted', 'duplicates', 'quarantined', 'rejected'] as const)
        signals.set({ outcome }, Number(counts[outcome]));
      disruptions.set(Number(counts.open));
      actions.set(Number(counts.running));
    }
    undecided.set((await countUndecided(db)).count);
    for (const { partition, seconds } of await readLag(db.pool)) lag.set({ partition: String(partition) }, seconds);
    const load = intake.load();
    waiting.set(load.signals);
    waitingBytes.set(load.bytes);
    refused.set({ reason: 'rate' }, load.limited);
    refused.set({ reason: 'busy' }, load.refused);
    connected.set(sockets());
    unknown.set(options.unknown?.() ?? 0);
    if (options.edge) {
      const edge = options.edge();
      refused.set({ reason: 'slow' }, edge.slow);
      refused.set({ reason: 'bytes' }, edge.refused);
    }
    return registry.metrics();
  };

  let last: { text: Promise<string>; until: number } | null = null;
  app.get('/metrics', async (request, reply) => {
    guardMetrics(request, options.metricsToken);
    if (!last || last.until < performance.now()) {
      const text = scrape();
      // Nobody else begins one while this one runs; its second begins at its end.
      const mine = { text, until: Number.POSITIVE_INFINITY };
      last = mine;
      text.then(
        () => {
          mine.until = performance.now() + SCRAPE_MS;
        },
        () => {
          last = null;
        },
      );
    }
    return reply.type(registry.contentType).send(await last.text);
  });
};
