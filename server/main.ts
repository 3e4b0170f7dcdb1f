import { setFlagsFromString } from 'node:v8';
import { logger } from './core/logger.ts';
import { readEnv } from './env.ts';
import { startTower } from './start-tower.ts';

const STOP_MS = 20_000;

// Without it V8 lets garbage grow to twice what lives before it looks, which under load is hundreds of megabytes.
setFlagsFromString('--heap-growing-percent=30');

try {
  const env = readEnv();
  const starting = startTower(env, logger);

  let stopping = false;
  const shutDown = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    // Asked to stop while still starting: what has been started is stopped too, the database among it.
    starting
      .then((stop) => stop())
      .then(
        () => {
          logger.info('stopped');
          process.exit(0);
        },
        () => process.exit(1), // it did not start; that is told below
      );
  };
  process.on('SIGINT', shutDown);
  process.on('SIGTERM', shutDown);

  await starting;
  if (!stopping) logger.info({ url: env.NEXTAUTH_URL, roles: env.TOWER_ROLES }, 'Holdpoint is ready');
} catch (error) {
  logger.fatal(error instanceof Error ? error.message : String(error));
  if (logger.isLevelEnabled('debug')) logger.debug({ err: error });
  process.exit(1);
}
