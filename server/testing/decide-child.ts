// A process that decides and nothing else, for tests that kill it: DATABASE LEASE_MS as arguments.
import { systemClock } from '../core/clock.ts';
import { logger } from '../core/logger.ts';
import { openDatabase } from '../db/client.ts';
import { startDecideLoop } from '../jobs/decide-loop.ts';

const [url, leaseMs] = process.argv.slice(2);
if (!url || !leaseMs) throw new Error('usage: decide-child.ts DATABASE LEASE_MS');

await startDecideLoop(openDatabase(url, 4), systemClock, logger, { leaseMs: Number(leaseMs) });
process.stdout.write('deciding\n');
