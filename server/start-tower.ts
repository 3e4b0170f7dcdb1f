import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createActionPlane } from './actions/index.ts';
import { seedDemoAccounts } from './auth/index.ts';
import { systemClock } from './core/clock.ts';
import { asSystem } from './core/context.ts';
import type { Logger } from './core/logger.ts';
import { type Database, openShare } from './db/client.ts';
import type { Share } from './db/constants.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { migrate } from './db/migrate.ts';
import { watchDatabase } from './db/watch-database.ts';
import { seedNoise } from './decisions/detect/index.ts';
import { catalogueModels } from './decisions/models/index.ts';
import { seedPolicy } from './decisions/policies/index.ts';
import { type Env, lendToNextAuth } from './env.ts';
import { releaseContracts } from './events/contracts/index.ts';
import { releaseFeatures } from './events/features/index.ts';
import { openIntake } from './events/ingest/index.ts';
import { startReaders } from './events/reading/index.ts';
import { seedDemoSources } from './events/sources/index.ts';
import { startActLoop } from './jobs/act-loop.ts';
import { startDecideLoop } from './jobs/decide-loop.ts';
import { startHealthLoop } from './jobs/health-loop.ts';
import { startImportLoop } from './jobs/import-loop.ts';
import { startNatsLoop } from './jobs/nats-loop.ts';
import { startRetentionLoop } from './jobs/retention-loop.ts';
import { startSessionLoop } from './jobs/session-loop.ts';
import { startWeb } from './web.ts';

type Stop = () => Promise<void>;

/**
 * Starts what TOWER_ROLES asks for and returns how to stop it, last started first.
 * @throws Error that says what is wrong and what to set.
 */
export async function startTower(env: Env, log: Logger): Promise<Stop> {
  const clock = systemClock;
  const stops: Stop[] = [];
  const stopAll: Stop = async () => {
    for (const stop of stops.reverse())
      await stop().catch((error) => log.error({ err: error }, 'a part did not stop cleanly'));
  };
  try {
    const secret = sessionSecret(env);
    lendToNextAuth(env.NEXTAUTH_URL, secret);

    const url = await databaseUrl(env, log, stops);
    const applied = await migrate(url, path.join(process.cwd(), 'prisma/migrations'), (line) => log.warn(line));
    if (applied.length) log.info({ migrations: applied }, 'migrations applied');
    const watch = watchDatabase();
    const share = (name: Share): Database => {
      const opened = openShare(url, name, watch);
      stops.push(() => opened.close());
      return opened;
    };
    const db = share('pages');
    const intakeDb = share('intake');
    const work = share('work');

    await seed(env, db);
    const actions = createActionPlane({
      db: work,
      clock,
      sandboxUrl: env.SANDBOX_URL,
      executorId: `tower-${randomUUID()}`,
      graceSeconds: env.TOWER_GRACE_SECONDS,
      log,
    });
    const runs = (role: Env['TOWER_ROLES'][number]) => env.TOWER_ROLES.includes(role);
    if (runs('decide')) {
      const loop = await startDecideLoop(share('decide'), clock, log);
      stops.push(() => loop.stop());
    }
    if (runs('act')) {
      // Elsewhere its verbs write rows alone, which a process of this role carries out.
      await actions.start();
      stops.push(() => actions.stop());
      const loop = await startActLoop(work, clock, actions.deps, log);
      stops.push(() => loop.stop());
    }
    if (runs('ingest')) {
      const intake = openIntake(intakeDb, log);
      stops.push(() => intake.close());
      const loops = [
        startImportLoop(work, clock, intake, log),
        startHealthLoop(work, clock, log),
        startRetentionLoop(work, clock, log),
      ];
      if (env.NATS_URL) loops.push(startNatsLoop({ db: work, clock, intake, log, servers: env.NATS_URL }));
      for (const loop of loops) stops.push(() => loop.stop());
    }
    if (runs('web')) {
      const loop = startSessionLoop(work, clock, log);
      stops.push(() => loop.stop());
    }
    if (runs('web') || runs('ingest')) {
      const web = await startWeb({ env, secret, db, intakeDb, clock, log, actions: actions.deps });
      stops.push(() => web.stop());
    }
    // First: whoever waits for a body that is being read would otherwise wait until it is read to its end.
    stops.push(startReaders());
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function databaseUrl(env: Env, log: Logger, stops: Stop[]): Promise<string> {
  if (env.DATABASE_URL) return env.DATABASE_URL;
  mkdirSync(env.dataDir, { recursive: true });
  const embedded = await startEmbeddedPostgres({
    dataDir: env.dataDir,
    log: (line) => log.info(line),
    onLost: (why) => {
      log.fatal(why.message);
      process.exit(1); // whoever supervises us starts both anew; every committed row is there
    },
  });
  stops.push(() => embedded.stop());
  log.info({ adopted: embedded.adopted }, 'embedded PostgreSQL is ready');
  return embedded.url;
}

/** What must be stored before anything runs: contracts, the first policy and, in a demo, accounts and sources with known keys. */
async function seed(env: Env, db: Database): Promise<void> {
  const ctx = asSystem('start', systemClock);
  await releaseContracts(db, ctx);
  await releaseFeatures(db, ctx);
  await catalogueModels(db, ctx);
  await seedPolicy(db, ctx);
  await seedNoise(db, ctx);
  if (env.TOWER_DEMO) {
    await seedDemoAccounts(db, ctx);
    await seedDemoSources(db, ctx);
  } else if (env.NODE_ENV === 'production' && (await db.prisma.user.count({ where: { demo: true, active: true } }))) {
    throw new Error(
      'This database holds demo accounts, whose password is public. Point DATABASE_URL or TOWER_DATA_DIR at another one, or use `npm run demo`.',
    );
  }
}

/** NEXTAUTH_SECRET, or outside production one made once and kept beside the data. */
function sessionSecret(env: Env): string {
  if (env.NEXTAUTH_SECRET) return env.NEXTAUTH_SECRET;
  if (env.NODE_ENV === 'production' && !env.TOWER_DEMO) {
    throw new Error(
      'NEXTAUTH_SECRET is not set. Set it to a random text of at least 32 characters, for example from `openssl rand -base64 32`.',
    );
  }
  const file = path.join(env.dataDir, 'session-secret');
  mkdirSync(env.dataDir, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
