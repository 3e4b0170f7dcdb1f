import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { asOperator } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { releaseContracts } from '../contracts/index.ts';
import { type Intake, openIntake } from '../ingest/index.ts';
import { startReaders } from '../reading/index.ts';
import { connectSource } from '../sources/index.ts';
import { MAX_TRIES } from './constants.ts';
import { importFile } from './import-file.ts';
import { readImportBytes } from './queries.ts';
import { readAgain } from './read-again.ts';
import { resumeImport } from './resume-import.ts';

const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));
const system = asSystem('imports', systemClock);
const operator = asOperator();
let sourceId = '';
let stop = startReaders();
afterAll(() => stop());

beforeAll(async () => {
  await releaseContracts(db, system);
  sourceId = await connectSource(db, system, {
    name: 'Portal',
    system: 'PORTAL',
    key: 'key-of-portal',
    mayReplay: false,
  });
});

const send = (name: string, contentType: string, text: string, by: Intake = intake) =>
  importFile(db, by, operator, {
    sourceId,
    name,
    contentType,
    bytes: Buffer.from(text),
    type: 'purchase-order.placed',
  });
const found = (name: string) => db.prisma.import.findFirstOrThrow({ where: { name }, omit: { bytes: true } });
const counts = async () => {
  const { _sum } = await db.prisma.signalCount.aggregate({
    _sum: { sent: true, accepted: true, duplicates: true, quarantined: true, rejected: true },
  });
  const { sent, accepted, duplicates, quarantined, rejected } = _sum;
  const settled = [accepted, duplicates, quarantined, rejected].reduce<number>((sum, one) => sum + Number(one), 0);
  return { sent: Number(sent), rejected: Number(rejected), settled };
};
const HEADER =
  'orderNumber,lineNumber,item,quantity,unit,supplier,buyer,unitPrice,currency,requestedDelivery,shipTo,note';
const rowsOf = (order: string, count: number) =>
  [HEADER, ...Array.from({ length: count }, (_, n) => `${order},${n},KIT,1,EA,,,,,,,`)].join('\n');
const unheard = (id: string) =>
  db.pool.query(`UPDATE import SET heard_at = now() - interval '1 minute' WHERE id = $1`, [id]);

describe('a file that takes more than it may', () => {
  it('is refused with the reason, kept, and counted as one that was sent and rejected', {
    timeout: 120_000,
  }, async () => {
    const before = await counts();
    const answer = send('huge.edi', 'application/edifact', `UNB${'+'.repeat(8_000_000)}'`);
    await expect(answer).rejects.toMatchObject({ code: 'invalid', message: /^The file becomes more than 512 MB/ });
    expect(await found('huge.edi')).toMatchObject({
      state: 'refused',
      reason: expect.stringMatching(/Send it in smaller parts/),
      rows: 1,
      refused: 1,
      accepted: 0,
    });
    const after = await counts();
    expect([after.sent - before.sent, after.rejected - before.rejected]).toEqual([1, 1]);
    expect(await send('small.csv', 'text/csv', rowsOf('A', 3))).toMatchObject({ rows: 3, accepted: 3 });
  });
  it('of refused rows all are counted and a thousand told', async () => {
    const answer = await send('bad.csv', 'text/csv', `${HEADER}\n${'x\n'.repeat(20_000)}B,1,KIT,1,EA,,,,,,,`);
    expect(answer).toMatchObject({ rows: 20_001, accepted: 1, refused: 20_000 });
    expect(answer.rowErrors).toHaveLength(1_000);
    const { sent, settled } = await counts();
    expect(settled).toBe(sent);
  });
});

describe('a tower that stops', () => {
  it('leaves the file as it is, which counts as no try, and another reads it to its end', async () => {
    const stored = Promise.withResolvers<void>();
    const slow: Intake = {
      ...intake,
      accept: async (...args) => {
        const answer = await intake.accept(...args);
        stored.resolve();
        return answer;
      },
    };
    const sent = send('stopped.csv', 'text/csv', rowsOf('C', 20_000), slow);
    const failed = expect(sent).rejects.toMatchObject({ code: 'unavailable', message: /^The tower is stopping/ });
    await stored.promise;
    await stop();
    await failed;
    const { id, ...left } = await found('stopped.csv');
    expect(left).toMatchObject({ state: 'running', tries: 0 });
    stop = startReaders();
    await unheard(id);
    expect(await resumeImport(db, intake, system)).toBe(id);
    expect(await found('stopped.csv')).toMatchObject({ state: 'done', rows: 20_000, refused: 0, tries: 1 });
  }, 120_000);
});

describe('a file whose process is gone each time', () => {
  it(`is read ${MAX_TRIES} times, the first included, and then by nobody until somebody asks`, async () => {
    let bury: () => void = () => {};
    const die = (): [Intake, Promise<void>] => {
      const reached = Promise.withResolvers<void>();
      const mine: Intake = {
        ...intake,
        accept: () => {
          reached.resolve();
          return new Promise((_resolve, reject) => {
            const before = bury;
            bury = () => {
              before();
              reject(new Error('gone'));
            };
          });
        },
      };
      return [mine, reached.promise];
    };
    const [first, reachedFirst] = die();
    const left: Promise<unknown>[] = [send('killer.csv', 'text/csv', rowsOf('D', 3), first)];
    await reachedFirst;
    const { id } = await found('killer.csv');
    for (let turn = 2; turn <= MAX_TRIES; turn += 1) {
      await unheard(id);
      const [next, reached] = die();
      left.push(resumeImport(db, next, system));
      await reached;
      expect(await found('killer.csv')).toMatchObject({ state: 'running', tries: turn });
    }
    await unheard(id);
    expect(await resumeImport(db, intake, system)).toBe(id);
    expect(await found('killer.csv')).toMatchObject({
      state: 'interrupted',
      reason: expect.stringContaining(`${MAX_TRIES} times`),
    });
    expect(await resumeImport(db, intake, system)).toBeNull();
    bury();
    await Promise.allSettled(left);
    await readAgain(db, operator, { id });
    expect(await resumeImport(db, intake, system)).toBe(id);
    expect(await found('killer.csv')).toMatchObject({ state: 'done', accepted: 3, tries: 1 });
  });
});

describe('a file whose bytes were not kept', () => {
  it('says so when another takes it over, and is not read', async () => {
    await send('lost.csv', 'text/csv', rowsOf('E', 3));
    const { id } = await found('lost.csv');
    await db.pool.query(`UPDATE import SET bytes = '', state = 'running', finished_at = NULL WHERE id = $1`, [id]);
    await unheard(id);
    expect(await resumeImport(db, intake, system)).toBe(id);
    expect(await found('lost.csv')).toMatchObject({
      state: 'interrupted',
      reason: expect.stringContaining('sent again'),
    });
  });
  it('is kept and handed back as it came, also where it is long', async () => {
    const text = `${rowsOf('F', 1)}\n${'x'.repeat(17 * 1024 * 1024)}`;
    const { id } = await send('long.csv', 'text/csv', text);
    const { bytes } = await readImportBytes(db, operator, id);
    expect(bytes.equals(Buffer.from(text))).toBe(true);
  });
});
