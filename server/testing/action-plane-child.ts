// A process that runs the action plane and nothing else, for tests that kill it: DATABASE SANDBOX EXECUTOR as arguments.
import { createActionPlane } from '../actions/index.ts';
import { systemClock } from '../core/clock.ts';
import { logger } from '../core/logger.ts';
import { openDatabase } from '../db/client.ts';
import { startActLoop } from '../jobs/act-loop.ts';

const [url, sandboxUrl, executorId] = process.argv.slice(2);
if (!url || !sandboxUrl || !executorId) throw new Error('usage: action-plane-child.ts DATABASE SANDBOX EXECUTOR');

const db = openDatabase(url, 6);
const plane = createActionPlane({ db, clock: systemClock, sandboxUrl, executorId, graceSeconds: 0, log: logger });
await plane.start();
await startActLoop(db, systemClock, plane.deps, logger);
process.stdout.write('acting\n');
