import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '../../core/context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { connectSource } from '../../events/sources/index.ts';
import { asOperator } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { insertDisruption } from '../../testing/factories.ts';
import { lineageRows } from '../../testing/lineage.ts';
import { testMachineApi } from '../../testing/machine-api.ts';
import { openApiDocument } from './openapi.ts';

const { db } = await testDatabase();
const { app, newSender, get } = testMachineApi(db);
const { addCase, announce } = lineageRows(db);
const [HERE, THERE] = ['eastern-africa', 'north-america'];
const LISTS = ['disruptions', 'proposals', 'decisions', 'actions'] as const;
const READERS = { all: 'a-key-that-reads-all', here: 'a-key-that-reads-here', both: 'a-key-that-does-both' };
type Page = { items: { id: string }[]; next: string | null; position: string | null };

/** A page once all that was written so far may be read. */
const read = async (path: string, key: string = READERS.all): Promise<Page> => {
  await untilSettled(db);
  return readNow(path, key);
};
const readNow = async (path: string, key: string = READERS.all): Promise<Page> => {
  const answer = await get({ key, sourceId: '' }, `/api/v1${path}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const idsOf = ({ items }: Page) => items.map(({ id }) => id);
const cases: Record<string, Awaited<ReturnType<typeof addCase>>> = {};

beforeAll(async () => {
  const ctx = asSystem('start', asOperator().clock);
  const reader = { system: 'BI', mayReplay: false, types: [] };
  await connectSource(db, ctx, { ...reader, name: 'All', key: READERS.all, scopes: ['read'], regions: ['*'] });
  await connectSource(db, ctx, { ...reader, name: 'Here', key: READERS.here, scopes: ['read'], regions: [HERE] });
  await connectSource(db, ctx, {
    ...reader,
    name: 'Both',
    key: READERS.both,
    scopes: ['send', 'read'],
    regions: [HERE],
  });
  cases.here = await addCase(['/a|ASN-1'], 3);
  cases.there = await addCase(['/b|ASN-9'], 3, { region: THERE });
  await db.pool.query(
    `UPDATE decision SET region = $1, actors = '[{"id": "u-7", "name": "Ada Vogel"}]' WHERE disruption_id = $2`,
    [THERE, cases.there.id],
  );
  await db.pool.query('UPDATE action SET region = $1, detail = $3 WHERE disruption_id = $2', [
    THERE,
    cases.there.id,
    'Ada Vogel rolls back',
  ]);
  const [proposal] = await db.prisma.proposal.updateManyAndReturn({
    where: { disruptionId: cases.there.id },
    data: { state: 'open' }, // approvals are given to what is open; the database holds that
  });
  await db.prisma.seat.create({
    data: {
      proposalId: proposal?.id ?? '',
      userId: 'u-7',
      shownHash: Buffer.alloc(32, 0xab),
      note: 'Call ada.vogel@example.com',
      at: new Date(),
    },
  });
  await announce('/a', 'told-here', '1', 'ASN-1');
});

describe.each(LISTS)('GET /%s', (name) => {
  it('answers a key that may read within its regions alone', async () => {
    const all = await read(`/${name}`);
    const here = await read(`/${name}`, READERS.here);
    expect(all.items).toHaveLength(2);
    expect(here.items).toHaveLength(1);
    expect(here.items).toEqual(all.items.filter((item) => 'region' in item && item.region === HERE));
  });

  it('refuses a key that only sends, and says which scope it lacks and where to get it', async () => {
    const answer = await get(await newSender(), `/api/v1/${name}`);
    expect(answer.json()).toMatchObject({
      status: 403,
      detail: expect.stringMatching(/scope "read"; this key has "send"\. Ask whoever manages .* Issue key/),
    });
  });

  it('puts on record what a key asked for that it may not', async () => {
    const sender = await newSender();
    await get(sender, `/api/v1/${name}`);
    const noted = () => db.prisma.auditEntry.findMany({ where: { action: 'act.refused', actorId: sender.sourceId } });
    await expect.poll(noted).toMatchObject([{ actorKind: 'source', entityId: `GET /api/v1/${name}` }]);
  });

  it('keeps to its description, and tells no name, address, context or hash', async () => {
    const { paths } = openApiDocument() as {
      paths: Record<string, { get: { responses: Record<number, { content: Record<string, { schema: object }> }> } }>;
    };
    const schema = paths[`/${name}`]?.get.responses[200]?.content['application/json']?.schema ?? false;
    const ajv = new Ajv2020({ allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    const page = await read(`/${name}`);
    expect([validate(page), validate.errors]).toEqual([true, null]);
    const [first] = page.items;
    expect(validate({ ...page, items: [{ ...first, context: {} }] })).toBe(false);
    expect(validate({ ...page, items: [{ id: 'x' }] })).toBe(false);
    expect(JSON.stringify(page)).not.toMatch(/Ada|Vogel|@example|context|shownHash|abababab/);
  });

  it.each([
    ['an id of a release before', '01890a5d-ac96-774b-bcce-b302099a8057', /releases before/],
    ['no cursor', 'x', /`next` or the `position`/],
    ['a number beyond all', Buffer.from('99999999999999999999.a').toString('base64url'), /`next`/],
    ['a number beyond the store', Buffer.from('9999999999999999999.a').toString('base64url'), /`next`/],
  ])('refuses %s as a cursor', async (_name, after, words) => {
    const answer = await get({ key: READERS.all, sourceId: '' }, `/api/v1/${name}?after=${after}`);
    expect(answer.json()).toMatchObject({ status: 400, fields: { after: expect.stringMatching(words) } });
  });

  it.each(['limit=0', 'limit=501', 'limit=x', 'after='])('refuses ?%s', async (query) => {
    expect((await get({ key: READERS.all, sourceId: '' }, `/api/v1/${name}?${query}`)).statusCode).toBe(400);
  });
});

describe('pages', () => {
  it('hold what commits late, after what was read before it', async () => {
    const before = await read('/disruptions');
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let late = '';
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = withTransaction(db, async (tx) => {
      late = (await insertDisruption({ ...db, prisma: tx as unknown as typeof db.prisma })).id;
      begun();
      await held;
    });
    await isBegun;
    const quick = (await insertDisruption(db)).id;
    // The quick one is committed and has the higher id, yet it waits: the slow one stands before it.
    const meanwhile = await readNow(`/disruptions?after=${before.position}`);
    expect(idsOf(meanwhile)).toEqual([]);
    expect(meanwhile.position).toBe(before.position);
    commit();
    await slow;
    const after = await read(`/disruptions?after=${meanwhile.position}`);
    expect(idsOf(after)).toEqual([late, quick]);
    expect(await read(`/disruptions?after=${after.position}`)).toEqual({
      items: [],
      next: null,
      position: after.position,
    });
  });

  it('hold each row once, however small they are and however many one transaction wrote', async () => {
    await withTransaction(db, async (tx) => {
      for (let n = 0; n < 7; n += 1) await insertDisruption({ ...db, prisma: tx as unknown as typeof db.prisma });
    });
    const all = idsOf(await read('/disruptions?limit=500'));
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Page = await read(`/disruptions?limit=2${next && `&after=${next}`}`);
      paged.push(...idsOf(page));
      next = page.next;
    }
    expect(paged).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('GET /signals/{source}/{id}', () => {
  const told = '/api/v1/signals/%2Fa/told-here';
  it('answers a key that may read for any signal of its regions, with what came of it there', async () => {
    const { disruptions } = (await get({ key: READERS.here, sourceId: '' }, told)).json();
    expect(disruptions).toMatchObject([{ id: cases.here?.id }]);
    expect((await get({ key: READERS.both, sourceId: '' }, told)).statusCode).toBe(200);
    await db.prisma.signal.updateMany({ where: { id: 'told-here' }, data: { region: THERE } });
    expect((await get({ key: READERS.here, sourceId: '' }, told)).statusCode).toBe(404);
    expect((await get({ key: READERS.both, sourceId: '' }, told)).statusCode).toBe(404);
    expect((await get({ key: READERS.all, sourceId: '' }, told)).statusCode).toBe(200);
  });

  it('answers a key that only sends for its own signals, wherever they are', async () => {
    const sender = await newSender();
    expect((await get(sender, told)).statusCode).toBe(404);
    await db.prisma.signal.updateMany({ where: { id: 'told-here' }, data: { sourceId: sender.sourceId } });
    expect((await get(sender, told)).statusCode).toBe(200);
  });
});

it('a key that only reads sends nothing, before its body is read', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/signals',
    headers: { authorization: `Bearer ${READERS.all}`, 'content-type': 'application/json' },
    payload: '{',
  });
  expect(answer.json()).toMatchObject({ status: 403, detail: expect.stringContaining('scope "send"') });
});
