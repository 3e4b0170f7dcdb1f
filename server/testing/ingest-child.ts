// A process that takes signals in and nothing else, for tests that kill it: DATABASE PORT as arguments.
import fastify from 'fastify';
import { machineApi } from '../api/http/index.ts';
import { systemClock } from '../core/clock.ts';
import { logger } from '../core/logger.ts';
import { openDatabase } from '../db/client.ts';
import { openIntake } from '../events/ingest/index.ts';

const [url, port] = process.argv.slice(2);
if (!url || !port) throw new Error('usage: ingest-child.ts DATABASE PORT');

const db = openDatabase(url, 4);
const app = fastify({ routerOptions: { maxParamLength: 5_000 } });
const intake = openIntake(db, logger);
await app.register(machineApi, { prefix: '/api/v1', db, clock: systemClock, log: logger, intake });
await app.listen({ port: Number(port), host: '127.0.0.1' });
process.stdout.write('listening\n');
