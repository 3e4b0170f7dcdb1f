import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalHash } from '../../core/canonical.ts';
import { fixedClock } from '../../core/clock.ts';
import { asSystem, type Context } from '../../core/context.ts';
import { addPeople } from '../../testing/add-people.ts';
import { asAuditor, asPlanner, asPolicyOwner, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { ALL_PARTITIONS, decisionPlane, refusal, seaLine, tickOn } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn } from '../../testing/signals.ts';
import { agentNamed } from '../agents/index.ts';
import { grantApproval } from '../approvals/index.ts';
import { evaluateBatch, findStale, revalidateCases } from '../detect/index.ts';
import { modifyProposal, previewChange } from '../proposals/index.ts';
import { catalogueModels, describeModel } from './catalogue-models.ts';
import { changeModelStatus } from './change-status.ts';
import { MODELS } from './constants.ts';
import { listAgents } from './list-agents.ts';
import { findUnusable } from './queries.ts';
import { listModels, readModel } from './read-models.ts';
import { heldWords, neededBy } from './rules.ts';
import { modelCardSchema, modelSchema } from './schema.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const owner = asPolicyOwner({ id: 'olga', clock });
const planner = asPlanner({ clock });
const LATENESS = { name: 'lateness-estimate', version: '1.0.0' };

type Named = { name: string; version: string; reason: string };
const suspendModel = (on: typeof db, ctx: Context, named: Named) =>
  changeModelStatus(on, ctx, { ...named, to: 'suspended' });
const resumeModel = (on: typeof db, ctx: Context, named: Named) =>
  changeModelStatus(on, ctx, { ...named, to: 'listed' });

/** What the decide loop does every few seconds. */
const revalidate = async () => {
  for (const partition of await findStale(db, clock, ALL_PARTITIONS)) {
    await revalidateCases(db, clock, { epoch: 1n, partition });
  }
};
const proposals = () => db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
const notes = async () => (await db.prisma.caseNote.findMany({ orderBy: { id: 'asc' } })).map(({ words }) => words);
const HELD =
  'No proposal: model lateness-estimate 1.0.0 is suspended (It runs late itself). Until that changes nothing can be approved here; what is done outside shows as its facts come in.';

beforeEach(async () => {
  await addPeople(db, planner);
  await plane.begin();
  await plane.teach();
  await db.pool.query('TRUNCATE held_case, case_note');
});

describe('the catalogue', () => {
  /** What each entry says, as a hash. An entry of a version never changes: add a version instead. */
  const LISTED = {
    'cold-chain 1.1.0': '9837d6552b04285a',
    'freight-estimate 1.0.0': '60cc5b1ba3628cdc',
    'lateness-estimate 1.0.0': '3fa40d8ebe57051d',
    'lead-time-estimate 1.0.0': '73e1487adb5aa024',
    'risk-score 1.0.0': '4070b0df9a78a9e1',
    'spoilage-estimate 1.1.0': '7a8f29af0738ae2d',
    'stock-discrepancy 1.0.0': '4cc7783ccd06999f',
    'supplier-delay 1.0.0': 'ba1806a9e2b678cd',
  };
  test('says of each version what it said when it was listed', () => {
    const hashes = MODELS.map((model) => [
      `${model.name} ${model.version}`,
      canonicalHash(describeModel(model)).toString('hex').slice(0, 16),
    ]);
    expect(Object.fromEntries(hashes)).toEqual(LISTED);
  });

  test('lists once, keeps the status people set, and stops a build that says something else', async () => {
    await suspendModel(db, owner, { ...LATENESS, reason: 'It runs late itself' });
    await catalogueModels(db, asSystem('start', clock));
    expect(await db.prisma.catalogueModel.count()).toBe(MODELS.length);
    expect(await db.prisma.catalogueModel.findUniqueOrThrow({ where: { name_version: LATENESS } })).toMatchObject({
      status: 'suspended',
    });
    const [first] = MODELS;
    if (!first) throw new Error('no model');
    await expect(catalogueModels(db, asSystem('start', clock), [{ ...first, limits: 'none' }])).rejects.toThrow(
      /never changes/,
    );
  });

  test('has every agent of the build, in the version that is asked', () => {
    for (const { name, version } of MODELS.filter(({ kind }) => kind === 'agent')) {
      expect(agentNamed(name)).toMatchObject({ name, version });
    }
    expect(neededBy({ name: 'supplier-delay', version: '1.0.0' }).map(({ name }) => name)).toEqual([
      'supplier-delay',
      'lateness-estimate',
      'freight-estimate',
      'lead-time-estimate',
      'risk-score',
    ]);
  });

  test('refuses an agent it does not have, and one that needs what is not listed', async () => {
    const unusable = await findUnusable(db.prisma, [
      { name: 'oracle', version: '1' },
      { name: 'supplier-delay', version: '1.0.0' },
    ]);
    expect([...unusable.keys()]).toEqual(['oracle']);
    expect(heldWords(unusable.get('oracle') ?? [])).toBe(
      'No proposal: model oracle 1 is not in the catalogue. Until that changes nothing can be approved here; what is done outside shows as its facts come in.',
    );
    await db.prisma.catalogueModel.update({ where: { name_version: LATENESS }, data: { status: 'draft' } });
    const draft = await findUnusable(db.prisma, [{ name: 'supplier-delay', version: '1.0.0' }]);
    expect(heldWords(draft.get('supplier-delay') ?? [])).toContain('lateness-estimate 1.0.0 is still a draft');
  });

  test('is read by all, with quality from stored outcomes or no data', async () => {
    const models = await listModels(db, asAuditor({ clock }));
    expect(models.map((model) => modelSchema.parse(model).name)).toEqual(MODELS.map(({ name }) => name));
    const card = modelCardSchema.parse(await readModel(db, asAuditor({ clock }), LATENESS));
    expect(card.quality).toEqual({ words: null, n: 0, window: 'newest 1,000 closed cases' });
    expect(card.may.suspend).toMatchObject({ allowed: false, why: expect.stringContaining('policy owner') });
    await expect(readModel(db, planner, { name: 'oracle', version: '1' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(listModels(db, { ...planner, actor: { ...planner.actor, roles: [] } })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('measures every model without a fault, and from what came out', async () => {
    const late = seaLine();
    const other = seaLine({ lineNumber: '2', shipment: 'ASN-2' });
    await plane.accept(orderedOn('2009-02-13', late), orderedOn('2009-02-13', other), tickOn('2009-05-03'));
    await plane.decide();
    await plane.accept(
      deliveredOn('2009-05-05', other, { weightKg: 1_000, freight: 600 }),
      deliveredOn('2009-06-20', late, { weightKg: 1_000, freight: 250 }),
    );
    await plane.decide();
    const words = new Map<string, string | null>();
    for (const { name, version } of MODELS)
      words.set(name, (await readModel(db, owner, { name, version })).quality.words);
    // Both were given the same chance p: the error is the mean of p² and (1 − p)².
    const [first] = await proposals();
    const waiting = (first?.alternatives as { missProbability: number }[] | undefined)?.[0];
    const chance = waiting?.missProbability ?? 0;
    expect(words.get('lateness-estimate')).toBe(
      `mean squared error ${((chance ** 2 + (1 - chance) ** 2) / 2).toFixed(3)}; always saying the average gives 0.250`,
    );
    expect(words.get('risk-score')).toMatch(/^50 % of pairs ranked right/);
    // 12 bills of $0.50 a kilogram were known: off by $100 of $600, and by $250 of $250.
    expect(words.get('freight-estimate')).toBe('off by 58 % of the bill at the median');
    expect(words.get('lead-time-estimate')).toMatch(/^off by \d+ days? at the median$/);
    expect(words.get('spoilage-estimate')).toBeNull();
    expect(words.get('supplier-delay')).toBeNull();
  });
});

describe('suspending and resuming', () => {
  test('takes the right, a reason, and a status that allows it, on record', async () => {
    await expect(suspendModel(db, planner, { ...LATENESS, reason: 'because' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(suspendModel(db, owner, { ...LATENESS, reason: ' ' })).rejects.toThrow('Say why');
    await expect(suspendModel(db, owner, { name: 'oracle', version: '1', reason: 'because' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(resumeModel(db, owner, { ...LATENESS, reason: 'because' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await suspendModel(db, owner, { ...LATENESS, reason: 'It runs late itself' });
    await expect(suspendModel(db, owner, { ...LATENESS, reason: 'because' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const entry = await db.prisma.auditEntry.findFirstOrThrow({
      where: { action: 'model.suspended' },
      orderBy: { seq: 'desc' },
    });
    expect(JSON.parse(Buffer.from(entry.bytes).toString('utf8'))).toMatchObject({
      meaning: 'The model lateness-estimate 1.0.0 was suspended: It runs late itself',
      before: { status: 'listed' },
      after: { status: 'suspended', reason: 'It runs late itself' },
    });
    expect(await resumeModel(db, owner, { ...LATENESS, reason: 'Mended' })).toEqual({ status: 'listed' });
  });

  test('of two at once one is refused', async () => {
    const second = asPolicyOwner({ id: 'pia', clock });
    const tries = await Promise.allSettled([
      suspendModel(db, owner, { ...LATENESS, reason: 'because' }),
      suspendModel(db, second, { ...LATENESS, reason: 'because' }),
    ]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('leaves new cases to people, never auto, and resuming brings the proposals', async () => {
    await suspendModel(db, owner, { ...LATENESS, reason: 'It runs late itself' });
    // Small enough that policy alone would release it.
    await plane.accept(orderedOn('2009-02-13', seaLine({ value: 10_000, quantity: 100 })), tickOn('2009-05-03'));
    await plane.decide();
    expect(await proposals()).toEqual([]);
    expect(await db.prisma.decision.count()).toBe(0);
    expect(await notes()).toEqual([HELD]);
    expect(await db.prisma.heldCase.findMany()).toMatchObject([{ agent: 'supplier-delay', words: HELD }]);
    await revalidate();
    expect(await notes()).toHaveLength(1);
    expect((await listModels(db, planner)).find(({ name }) => name === LATENESS.name)).toMatchObject({ heldCases: 1 });
    await resumeModel(db, owner, { ...LATENESS, reason: 'Mended' });
    await revalidate();
    expect(await db.prisma.heldCase.count()).toBe(0);
    expect(await proposals()).toMatchObject([{ verdict: 'auto', state: 'decided' }]);
    expect((await notes()).at(-1)).toBe('The agent may be asked again, and was.');
  });

  test('withdraws what waits for people, and nobody can approve or change it before that', async () => {
    const { proposalId, shownHash } = await plane.waiting();
    await suspendModel(db, owner, { ...LATENESS, reason: 'It runs late itself' });
    const change = { alternative: 'expedite', quantity: 500 } as const;
    for (const act of [
      () => grantApproval(db, planner, { proposalId, shownHash }),
      () => modifyProposal(db, planner, { proposalId, shownHash, change }),
      () => previewChange(db, planner, { proposalId, change }),
    ]) {
      expect(await refusal(act())).toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('lateness-estimate'),
      });
    }
    await revalidate();
    expect(await proposals()).toMatchObject([{ state: 'superseded' }]);
    expect(await notes()).toEqual([HELD]);
    await resumeModel(db, owner, { ...LATENESS, reason: 'Mended' });
    await revalidate();
    expect((await proposals()).map(({ state }) => state)).toEqual(['superseded', 'open']);
  });

  test('lets go of a case that closes while it is held', async () => {
    await suspendModel(db, owner, { ...LATENESS, reason: 'It runs late itself' });
    await plane.accept(orderedOn('2009-02-13', seaLine()), tickOn('2009-05-03'));
    await plane.decide();
    expect(await db.prisma.heldCase.count()).toBe(1);
    await plane.accept(deliveredOn('2009-05-09', seaLine()));
    await plane.decide();
    expect(await db.prisma.heldCase.count()).toBe(0);
  });

  test('concerns the agents that need it alone', async () => {
    await suspendModel(db, owner, { name: 'spoilage-estimate', version: '1.1.0', reason: 'Untried' });
    expect((await plane.waiting()).row.state).toBe('open');
  });

  test('beside a batch that proposes: either the proposal was there first and is withdrawn, or there is none', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const line = seaLine({ lineNumber: `r${turn}`, shipment: `RACE-${turn}`, value: 10_000, quantity: 100 });
      await plane.accept(orderedOn('2009-02-13', line), tickOn(`2009-05-0${turn + 3}`));
      await Promise.all([
        suspendModel(db, owner, { ...LATENESS, reason: 'It runs late itself' }),
        ...ALL_PARTITIONS.map((partition) => evaluateBatch(db, clock, { epoch: 1n, partition })),
      ]);
      const { id } = await db.prisma.disruption.findFirstOrThrow({ where: { shipment: `RACE-${turn}` } });
      const held = await db.prisma.heldCase.findUnique({ where: { disruptionId: id } });
      const proposed = await db.prisma.proposal.count({ where: { disruptionId: id } });
      expect(Boolean(held), `turn ${turn}`).toBe(proposed === 0);
      await resumeModel(db, owner, { ...LATENESS, reason: 'Mended' });
      await revalidate();
    }
  });
});

describe('listAgents', () => {
  test('tells what each proposed and what became of it', async () => {
    const { proposalId, shownHash } = await plane.waiting();
    await grantApproval(db, planner, { proposalId, shownHash });
    const agents = await listAgents(db, asAuditor({ clock }));
    expect(agents.find(({ name }) => name === 'supplier-delay')).toEqual({
      name: 'supplier-delay',
      version: '1.0.0',
      playbook: 'supplier-delay',
      status: 'listed',
      proposals: 1,
      decided: 1,
      unchanged: 1,
      changed: 0,
      rejected: 0,
      byPolicy: 0,
    });
  });
});
