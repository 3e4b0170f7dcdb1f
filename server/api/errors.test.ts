import { pino } from 'pino';
import { expect, it } from 'vitest';
import { systemClock } from '../core/clock.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { openIntake } from '../events/ingest/index.ts';
import { freePort } from '../testing/child-process.ts';
import { asOperator } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { appRouter } from './router.ts';
import { openTurns } from './take-turns.ts';

const { db } = await testDatabase();
const log = pino({ level: 'silent' });
const { actor } = asOperator();
const callerOn = (on: Database) =>
  appRouter.createCaller({
    db: on,
    actions: {} as never,
    clock: systemClock,
    log,
    intake: openIntake(on, log),
    person: actor.kind === 'person' ? actor : null,
    turns: openTurns(),
  });
const operator = callerOn(db);
const source = (name: string) => ({
  name,
  system: 'ERP',
  region: 'global',
  mayReplay: false,
  types: ['stock.counted'],
  freshnessMinutes: null,
});

it.each([
  ['a text with U+0000 that is written', () => operator.sources.add(source('a\0b'))],
  ['half of a character that is written', () => operator.sources.add(source('a\ud800b'))],
  ['a text with U+0000 that is looked for', () => operator.quarantine.list({ sourceId: '\0' })],
  ['a text with U+0000 that the log is narrowed to', () => operator.signals.list({ source: '\0' })],
])('%s is refused with what to do, and is no failure of ours', async (_name, call) => {
  await expect(call()).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('Take it out') });
});

it('what is sound goes through; while the database is away the caller is asked to come back', async () => {
  await expect(operator.sources.add(source('sound'))).resolves.toMatchObject({ key: expect.any(String) });
  const away = openDatabase(`postgresql://tower@127.0.0.1:${await freePort()}/tower`);
  const broken = callerOn(away);
  await expect(broken.sources.list()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await away.close();
});
