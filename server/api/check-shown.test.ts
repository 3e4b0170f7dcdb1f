import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openIntake } from '../events/ingest/index.ts';
import { asOperator, asPlanner } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { checkShown } from './check-shown.ts';
import { appRouter } from './router.ts';
import { openTurns } from './take-turns.ts';

const { db } = await testDatabase();
const { actor, clock } = asPlanner();
const log = pino({ level: 'silent' });
const callerFor = (shownTo?: string) =>
  appRouter.createCaller({
    db,
    clock,
    log,
    person: actor,
    actions: {} as never,
    intake: openIntake(db, log),
    turns: openTurns(),
    ...(shownTo === undefined ? {} : { shownTo }),
  });

test('a page that was made for the person who asks is answered, and so is a call of no page', async () => {
  await expect(callerFor(actor.id).session.me()).resolves.toMatchObject({ id: actor.id });
  await expect(callerFor().session.me()).resolves.toMatchObject({ id: actor.id });
});

test.each([
  ['a question', (shownTo: string) => callerFor(shownTo).session.me()],
  ['an act', (shownTo: string) => callerFor(shownTo).session.signOutEverywhere()],
  ['an act that would be refused anyway', (shownTo: string) => callerFor(shownTo).noise.list()],
])('%s of a page made for somebody else is refused, with who it is now', async (_name, call) => {
  const refused = call(asOperator().actor.id);
  await expect(refused).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining(`signed in as ${actor.name} now`),
    cause: { code: 'other_person', more: { detail: { id: actor.id, name: actor.name } } },
  });
});

test('an empty name is somebody else', () => {
  expect(() => checkShown(actor, '')).toThrow('signed in as');
});
