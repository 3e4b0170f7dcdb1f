// A consumer of JetStream as its own process, to be killed: `nats-child.ts DATABASE_URL NATS_URL`.
import { pino } from 'pino';
import { systemClock } from '../core/clock.ts';
import { openDatabase } from '../db/client.ts';
import { openIntake } from '../events/ingest/index.ts';
import { startNatsLoop } from '../jobs/nats-loop.ts';

const [url = '', servers = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const db = openDatabase(url);
startNatsLoop({ db, clock: systemClock, intake: openIntake(db, log), log, servers });
process.stdout.write('ready\n');
