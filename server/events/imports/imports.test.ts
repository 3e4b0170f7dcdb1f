import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { addPeople } from '../../testing/add-people.ts';
import { asAuditor, asOperator, asPlanner, asSource, personIn, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { releaseContracts } from '../contracts/index.ts';
import { openIntake } from '../ingest/index.ts';
import { connectSource } from '../sources/index.ts';
import { importFile } from './import-file.ts';
import { previewFile } from './preview-file.ts';
import { listImports, readImport, readImportBytes } from './queries.ts';
import { saveMapping } from './save-mapping.ts';
import type { PreviewInput } from './schema.ts';

const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));
const system = asSystem('start', fixedClock(TEST_NOW));
let sourceId = '';

beforeAll(async () => {
  await releaseContracts(db, system);
  sourceId = await connectSource(db, system, {
    name: 'Portal',
    system: 'PORTAL',
    key: 'key-of-the-portal',
    mayReplay: true,
  });
});

const words = (text: string) => ({ sourceId, name: 'words.txt', contentType: 'text/plain', bytes: Buffer.from(text) });
const mapping = (changes = {}) => ({
  signalType: 'stock.moved',
  fields: [{ path: 'item', from: { column: 'Item' }, as: { kind: 'text' as const } }],
  id: ['Item'],
  ...changes,
});
const placed = {
  signalType: 'purchase-order.placed',
  fields: ['orderNumber', 'lineNumber', 'item', 'quantity', 'unit'].map((path) => ({
    path,
    from: { column: path },
    as: path === 'quantity' ? { kind: 'number' as const, decimal: '.' as const } : { kind: 'text' as const },
  })),
  id: ['orderNumber', 'lineNumber'],
};

describe('who may', () => {
  it('an operator imports for a source, and the record says so', async () => {
    await addPeople(db, asOperator());
    const { id } = await importFile(db, intake, asOperator(), words('We ship late.'));
    expect(await readImport(db, asAuditor(), id)).toMatchObject({
      sourceName: 'Portal',
      sentBy: 'Operator Example',
      accepted: 1,
    });
    const entries = await db.prisma.auditEntry.findMany({
      where: { entity: 'import', entityId: id },
      orderBy: { seq: 'asc' },
    });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['import.received', 'operator'],
      ['import.finished', 'operator'],
    ]);
  });
  it.each([
    ['a planner', asPlanner(), 'forbidden'],
    ['an auditor', asAuditor(), 'forbidden'],
    ['another source', asSource({ id: 'other' }), 'forbidden'],
    ['the tower itself', system, 'unauthenticated'],
  ])('%s does not', async (_name, ctx, code) => {
    await expect(importFile(db, intake, ctx, words('x'))).rejects.toMatchObject({ code });
    await expect(saveMapping(db, ctx, { sourceId, name: 'm', mapping: placed })).rejects.toMatchObject({ code });
  });
  it('nobody imports for a source that is not there or is switched off', async () => {
    await expect(importFile(db, intake, asOperator(), { ...words('x'), sourceId: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await db.prisma.source.update({ where: { id: sourceId }, data: { active: false } });
    await expect(importFile(db, intake, asOperator(), words('x'))).rejects.toMatchObject({ code: 'forbidden' });
    await db.prisma.source.update({ where: { id: sourceId }, data: { active: true } });
  });
  it('who sees one region sees the list of a source of it, and not the rows', async () => {
    const { id } = await importFile(db, intake, asOperator(), words('Words for all regions.'));
    const regional = personIn(['EMEA']);
    await expect(listImports(db, regional, sourceId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readImport(db, regional, id)).rejects.toMatchObject({ code: 'not_found' });
    await db.prisma.source.update({ where: { id: sourceId }, data: { region: 'EMEA' } });
    expect((await listImports(db, regional, sourceId)).imports.map((one) => one.id)).toContain(id);
    await expect(readImport(db, regional, id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(readImportBytes(db, regional, id)).rejects.toMatchObject({ code: 'forbidden' });
    await db.prisma.source.update({ where: { id: sourceId }, data: { region: 'global' } });
  });
});

it('two people who save a mapping at once make two versions, or one is told', async () => {
  const save = (unit: string) =>
    saveMapping(db, asOperator({ id: unit }), {
      sourceId,
      name: 'race',
      mapping: { ...placed, region: { constant: unit } },
    });
  const outcomes = await Promise.allSettled([save('a'), save('b')]);
  const versions = await db.prisma.importMapping.findMany({
    where: { sourceId, name: 'race' },
    orderBy: { version: 'asc' },
  });
  expect(versions.map(({ version }) => version)).toEqual(versions.map((_one, index) => index + 1));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(versions.length);
  for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' });
});

describe('a preview', () => {
  const ask = (text: string, changes: Partial<PreviewInput> = {}, whole = true) =>
    previewFile(asOperator(), {
      sourceId,
      start: Buffer.from(text).toString('base64'),
      whole,
      mapping: placed,
      ...changes,
    });
  const HEAD = 'orderNumber,lineNumber,item,quantity,unit\n';

  it('shows what rows would say, and their errors beside them, and stores nothing', async () => {
    const before = await db.prisma.signal.count();
    const { rows, problem } = await ask(`${HEAD}P,1,K,2,EA\nP,2,K,two,EA\n`);
    expect(problem).toBeNull();
    expect(rows).toMatchObject([
      { row: 2, id: 'P/1', words: 'Line 1 of P was placed: 2 EA of K.', errors: [] },
      { row: 3, words: null, errors: [{ column: 'quantity' }] },
    ]);
    expect(await db.prisma.signal.count()).toBe(before);
  });
  it('takes the first 20 rows, and never a row that is cut', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `P,${index},K,1,EA\n`).join('');
    expect((await ask(HEAD + rows)).rows).toHaveLength(20);
    expect((await ask(`${HEAD}P,1,K,1,EA\nP,2,K,1`, {}, false)).rows).toHaveLength(1);
  });
  it('guesses what is called as a field', async () => {
    const { mapping: guessed, problem } = await ask('Order Number,line_number,ITEM,Quantity,Unit\nP,1,K,1,EA\n', {
      guess: true,
      mapping: { ...placed, fields: [], id: [] },
    });
    expect(problem).toBeNull();
    expect(guessed.id).toEqual(['Order Number', 'line_number', 'ITEM']);
  });
  it('says what a mapping lacks, and still shows the rows', async () => {
    const { rows, problem } = await ask('a,b\n1,2\n', { mapping: { ...mapping(), fields: [], id: [] } });
    expect(problem).toBe('Choose the columns that name a row, so that a file sent twice is known.');
    expect(rows).toMatchObject([{ cells: ['1', '2'], words: null }]);
  });
  it('is for those who may import', async () => {
    await expect(previewFile(asAuditor(), { sourceId, start: '', whole: true, mapping: placed })).rejects.toMatchObject(
      { code: 'forbidden' },
    );
  });
});

describe('the character set that the content type of a CSV file names', () => {
  const file = (id: string, contentType: string, encoding: BufferEncoding) => {
    const text = `orderNumber,lineNumber,item,quantity,unit\n${id},1,M\u00fcller,1,EA\n`;
    return { sourceId, name: id, contentType, bytes: Buffer.from(text, encoding), type: 'purchase-order.placed' };
  };
  it.each([
    ['latin', 'text/csv; charset=iso-8859-1', 'latin1'],
    ['windows', 'text/csv; charset="Windows-1252"', 'latin1'],
    ['unicode', 'text/csv; charset=UTF-8', 'utf8'],
  ] as const)('%s: %s is the one it is read in', async (id, contentType, encoding) => {
    expect(await importFile(db, intake, asOperator(), file(id, contentType, encoding))).toMatchObject({ accepted: 1 });
    const signal = await db.prisma.signal.findFirst({ where: { subject: id } });
    expect(signal?.data).toMatchObject({ item: 'Müller' });
  });
  it('is not taken back by a mapping that says otherwise, unless it names UTF-8', async () => {
    const save = (encoding: 'utf-8' | 'windows-1252') =>
      saveMapping(db, asOperator(), { sourceId, name: 'set', mapping: { ...placed, encoding } });
    const send = (id: string, contentType: string) =>
      importFile(db, intake, asOperator(), { ...file(id, contentType, 'latin1'), type: undefined, mapping: 'set' });
    await save('utf-8');
    expect(await send('set-1', 'text/csv; charset=iso-8859-1')).toMatchObject({ accepted: 1 });
    await save('windows-1252');
    expect(await send('set-2', 'text/csv; charset=utf-8')).toMatchObject({ accepted: 1 });
  });
  it.each(['text/csv; charset=klingon', 'text/csv; charset=shift_jis', 'application/edi-x12; charset=klingon'])(
    '%s is refused with what to do',
    async (contentType) => {
      const refusal = importFile(db, intake, asOperator(), file('x', contentType, 'utf8'));
      await expect(refusal).rejects.toMatchObject({ code: 'unsupported', message: expect.stringMatching(/UTF-8/) });
    },
  );
});

describe('a file whose errors quote what cannot be stored', () => {
  const ISA =
    'ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *261120*0800*U*00401*000000001*0*P*>~';
  const x12 = (st: string, quantity: string) =>
    `${ISA}GS*PO*BUYER*SELLER*20261120*0800*1*X*004010~ST*850*${st}~BEG*00*SA*PO-1**20261120~PO1*1*${quantity}*EA*1**VN*X~CTT*1~SE*5*${st}~GE*1*1~IEA*1*000000001~`;
  const CSV = 'orderNumber,lineNumber,item,quantity,unit\n';
  it.each([
    ['a number', 'application/edi-x12', x12('0001', '1\0x'), 'done', 1],
    ['a control number', 'application/edi-x12', x12('00\x001', '1'), 'done', 0],
    ['half of a character', 'text/csv', `${CSV}P-1,1,I,${'9'.repeat(998)}\u{1F600}\u{1F600},EA\n`, 'done', 1],
    ['the name of a column', 'text/csv', CSV.replace('item', 'it\0em'), 'refused', 1],
  ])('%s is read to its end and tells them', async (name, contentType, text, state, refused) => {
    await saveMapping(db, asOperator(), { sourceId, name: 'odd', mapping: placed });
    const file = { sourceId, name, contentType, bytes: Buffer.from(text), mapping: 'odd' };
    await importFile(db, intake, asOperator(), file).catch((error) => expect(error).toMatchObject({ code: 'invalid' }));
    const [row] = await db.prisma.import.findMany({ where: { name } });
    expect(row).toMatchObject({ state, accepted: 1 - refused, refused });
    expect(`${row?.reason}${JSON.stringify(row?.rowErrors)}${row?.acknowledgement}`).toContain('\ufffd');
  });
});
