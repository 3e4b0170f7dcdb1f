import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { actWords } from '../audit/act-words.ts';
import { listAccess, settleRefusals } from '../audit/index.ts';
import { fixedClock, MINUTE } from '../core/clock.ts';
import type { Context, Person } from '../core/context.ts';
import { openIntake } from '../events/ingest/index.ts';
import { addPeople } from '../testing/add-people.ts';
import { asApprover, asAuditor, asOperator, asPlanner, personIn, TEST_NOW } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { decisionPlane } from '../testing/decisions.ts';
import { entityOf, noteRefused } from './note-refused.ts';
import { appRouter } from './router.ts';
import { openTurns } from './take-turns.ts';
import type { ApiContext } from './trpc.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const ana = asPlanner({ id: 'ana', clock });
const ada = asApprover({ id: 'ada', clock });
const olga = asOperator({ id: 'olga', clock });
const amir = asAuditor({ id: 'amir', clock });
const elsewhere = personIn(['nowhere'], { id: 'nick', clock });
const log = pino({ level: 'silent' });
let shown = { proposalId: '', shownHash: '' };
let disruptionId = '';

const intake = openIntake(db, log);
const callAs = ({ actor }: Context<Person>, shownTo?: string) => {
  const context: ApiContext = {
    db,
    clock,
    log,
    intake,
    person: actor,
    shownTo,
    turns: openTurns(),
    actions: undefined as never, // no action is called here
  };
  return appRouter.createCaller(context);
};
const entries = async () => {
  const rows = await db.prisma.auditEntry.findMany({ where: { entity: 'act' }, orderBy: { seq: 'asc' } });
  return rows.map((row) => ({ ...JSON.parse(Buffer.from(row.bytes).toString('utf8')), actorId: row.actorId }));
};
/** What is written of an act by nobody else before. */
const writtenBy = async (work: () => Promise<unknown>) => {
  const before = (await entries()).length;
  await expect(work()).rejects.toThrow();
  return (await entries()).slice(before);
};

beforeAll(async () => {
  await addPeople(db, ana, ada, olga, amir, elsewhere);
  await plane.begin();
  await plane.teach();
  const { proposalId, shownHash, row } = await plane.waiting(800_000);
  shown = { proposalId, shownHash };
  disruptionId = row.disruptionId;
});

describe('a refused act is on record', () => {
  test.each([
    ['for want of the right', olga, 'forbidden', 'right'],
    ['for want of authority', ana, 'forbidden', 'authority'],
    ['for want of the region', elsewhere, 'not_found', null],
  ])('%s', async (_words, as, code, reason) => {
    const [entry, ...more] = await writtenBy(() => callAs(as).proposals.approve(shown));
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      v: 2,
      action: 'act.refused',
      entityId: shown.proposalId,
      disruptionId,
      actor: { kind: 'person', id: as.actor.id, roles: as.actor.roles },
      after: { act: 'proposals.approve', entityId: shown.proposalId, code, reason },
    });
    expect(entry.meaning).toMatch(/^Approving a proposal was refused: .+\.$/);
  });

  test('for another card than the one shown, and for one’s own proposal', async () => {
    const unseen = { ...shown, shownHash: 'ab'.repeat(32) };
    expect(await writtenBy(() => callAs(ada).proposals.approve(unseen))).toMatchObject([
      { after: { code: 'conflict', reason: 'not-shown' } },
    ]);
    const change = { alternative: 'expedite', quantity: 400 } as const;
    const revised = await callAs(ada).proposals.modify({ ...shown, change });
    const own = await plane.shownOf(revised.proposalId);
    expect(await writtenBy(() => callAs(ada).proposals.approve(own))).toMatchObject([
      { entityId: own.proposalId, after: { code: 'forbidden', reason: 'own-proposal' } },
    ]);
    expect(await writtenBy(() => callAs(ada).proposals.approve(shown))).toMatchObject([
      { after: { code: 'conflict', reason: 'replaced' } },
    ]);
  });

  test('from a page that was made for another account', async () => {
    expect(await writtenBy(() => callAs(ada, 'ana').proposals.approve(shown))).toMatchObject([
      { actor: { id: 'ada' }, after: { code: 'other_person' } },
    ]);
  });

  test('but no reading, and no input that cannot be read', async () => {
    expect(await writtenBy(() => callAs(olga).audit.list({}))).toEqual([]);
    expect(await writtenBy(() => callAs(ada).proposals.approve({ ...shown, shownHash: 'no hash' }))).toEqual([]);
  });

  test('once a minute for the same person, act, thing and reason; the rest is a count', async () => {
    clock.advance(2 * MINUTE);
    await settleRefusals(db, clock);
    const before = (await entries()).length;
    for (let n = 0; n < 12; n++) await expect(callAs(olga).proposals.reject(rejected(shown))).rejects.toThrow();
    const atOnce = Array.from({ length: 8 }, () => callAs(olga).proposals.reject(rejected(shown)));
    await Promise.allSettled(atOnce);
    expect((await entries()).slice(before)).toHaveLength(1);
    await settleRefusals(db, clock);
    expect((await entries()).slice(before)).toHaveLength(1);
    clock.advance(MINUTE);
    await Promise.all([settleRefusals(db, clock), settleRefusals(db, clock)]);
    expect((await entries()).slice(before + 1)).toMatchObject([
      {
        meaning:
          'Rejecting a proposal was refused 19 more times in the same minute: none of the roles held has the right.',
        actorId: 'refusals',
        after: { repeated: 19, by: { kind: 'person', id: 'olga' } },
      },
    ]);
    expect(await db.prisma.refusedAct.count()).toBe(0);
    await expect(callAs(olga).proposals.reject(rejected(shown))).rejects.toThrow();
    expect((await entries()).slice(before + 2)).toHaveLength(1);
  });

  test('a flood of different ones is bounded, and counted', async () => {
    clock.advance(2 * MINUTE);
    await settleRefusals(db, clock);
    const before = (await entries()).length;
    const ids = Array.from({ length: 100 }, (_, n) => `01a22991-8853-7211-a15d-${n.toString().padStart(12, '0')}`);
    for (const proposalId of ids) {
      await expect(callAs(elsewhere).proposals.reject(rejected({ ...shown, proposalId }))).rejects.toThrow();
    }
    const written = (await entries()).slice(before);
    expect(written).toHaveLength(31);
    expect(written.at(-1)?.meaning).toBe('Many other acts were refused within a minute; they are counted together.');
    clock.advance(MINUTE);
    await settleRefusals(db, clock);
    expect((await entries()).slice(before + 31)).toMatchObject([{ after: { repeated: 69, by: { id: 'nick' } } }]);
  });

  test('that cannot be audited is refused all the same', async () => {
    const away = { ...db, prisma: { $transaction: () => Promise.reject(new Error('the store is away')) } };
    const error = { code: 'forbidden', more: {} } as never;
    await noteRefused({ db: away as never, log }, ana, { act: 'proposals.approve', error });
  });
});

const rejected = (of: { proposalId: string; shownHash: string }) =>
  ({ ...of, code: 'other', text: 'It is not needed any more.' }) as never;

describe('on the audit screen', () => {
  test('is found by words of the act, of why, of who and of the case', async () => {
    const found = async (search: string, as = amir) =>
      (await listAccess(db, as, { search })).entries.map(({ who }) => who.name);
    expect(await found('approving a proposal')).toContain('Olga');
    expect(await found('own proposal')).toEqual(['Ada']);
    expect(new Set(await found('olga'))).toEqual(new Set(['Olga']));
    expect((await found('nick')).length).toBeGreaterThan(30);
    const { title } = await db.prisma.disruption.findUniqueOrThrow({ where: { id: disruptionId } });
    expect(await found(title.slice(0, 12))).toContain('Ana');
    expect(await found('100%')).toEqual([]);
    expect(await found('_______ a proposal')).toEqual([]);
  });

  test('is a page at a time, within the reader’s regions, and for those who read the audit', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const nora = personIn(['nowhere'], { id: `nora-${n}`, clock });
        return expect(callAs(nora).proposals.approve(shown)).rejects.toThrow();
      }),
    );
    const first = await listAccess(db, amir, {});
    expect(first.entries).toHaveLength(50);
    const next = await listAccess(db, amir, { before: first.nextBefore ?? '' });
    expect(next.nextBefore).toBeNull();
    const seen = [...first.entries, ...next.entries].map(({ id }) => id);
    expect(new Set(seen).size).toBe(await db.prisma.auditEntry.count({ where: { entity: { in: ['act', 'user'] } } }));
    expect((await listAccess(db, amir, { before: 'no seq' })).entries).toHaveLength(50);
    const { region } = await db.prisma.disruption.findUniqueOrThrow({ where: { id: disruptionId } });
    const here = await listAccess(db, asAuditor({ regions: [region] }), {});
    expect(here.entries.length).toBeGreaterThan(0);
    expect(here.entries.every(({ about }) => about?.disruptionId === disruptionId)).toBe(true);
    expect((await listAccess(db, asAuditor({ regions: ['nowhere'] }), {})).entries).toEqual([]);
    await expect(listAccess(db, olga, {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('every change that people can ask for has its words', () => {
  const all: Record<string, unknown> = appRouter._def.procedures;
  const procedures = Object.entries(all) as [string, { _def: { type: string } }][];
  const changes = procedures.filter(([, { _def }]) => _def.type === 'mutation').map(([path]) => path);
  expect(changes.length).toBeGreaterThan(20);
  expect(changes.filter((path) => actWords(path).startsWith('The call'))).toEqual([]);
});

test.each([
  [{ proposalId: 'p1', sourceId: 's1' }, 'p1'],
  [{ sourceId: 's1', keyId: 'k1' }, 'k1'],
  [{ name: 'lateness-estimate', version: '1.0.0', reason: 'typed' }, 'lateness-estimate 1.0.0'],
  [{ id: 'x'.repeat(101) }, null],
  [{ id: 'a\nb' }, null],
  [{ id: { $gt: '' } }, null],
  [{ text: 'typed' }, null],
  ['p1', null],
  [null, null],
])('%j is about %s', (input, entity) => {
  expect(entityOf(input)).toBe(entity);
});
