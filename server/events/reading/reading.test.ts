import { afterAll, describe, expect, it } from 'vitest';
import { epcisDocument, epcisEvent } from '../../testing/epcis.ts';
import type { CsvMapping } from '../formats/csv/schema.ts';
import { readCloudEvents, readEpcis } from '../formats/index.ts';
import { MAX_TOLD, ROWS_AT_ONCE } from './constants.ts';
import {
  type FileRow,
  ReadingStopped,
  readApart,
  readEpcisDocument,
  readFileApart,
  readSignals,
  startReaders,
} from './index.ts';
import type { ReadOptions } from './read-apart.ts';

const stop = startReaders();
afterAll(stop);

const mapping: CsvMapping = {
  signalType: 'purchase-order.placed',
  contractVersion: 1,
  delimiter: ',',
  encoding: 'utf-8',
  header: true,
  fields: ['orderNumber', 'lineNumber', 'item', 'quantity', 'unit'].map((path) => ({
    path,
    from: { column: path },
    as: path === 'quantity' ? { kind: 'number', decimal: '.' } : { kind: 'text' },
  })),
  id: ['orderNumber', 'lineNumber'],
  whenChanged: 'conflict',
  eventTime: null,
  recordTime: null,
  region: null,
};
const HEADER = 'orderNumber,lineNumber,item,quantity,unit';
const file = (format: 'csv' | 'x12' | 'edifact' | 'mail', text: string) => ({
  format,
  charset: null,
  bytes: Buffer.from(text),
  source: { id: 'source-1', name: 'Portal' },
  csv: format === 'csv' ? { name: 'orders', version: 1, mapping } : null,
  control: 1,
  at: new Date('2026-11-20T08:00:00Z'),
});
const short = (seconds?: number): ReadOptions => ({ lane: 'short', what: 'The file', ...(seconds ? { seconds } : {}) });
async function readAll(read: ReturnType<typeof readFileApart>) {
  const rows: FileRow[] = [];
  let [refused, batches] = [0, 0];
  for await (const part of read) {
    rows.push(...part.rows);
    refused += part.refused;
    batches += 1;
  }
  return { rows, refused, batches };
}

describe('a file that is read in a thread', () => {
  it('hands back its rows in their order, a few hundred at a time, each with what it was made of', async () => {
    const lines = Array.from({ length: 2 * ROWS_AT_ONCE + 3 }, (_, n) => `PO-1,${n},KIT,1,EA`);
    const { rows, batches } = await readAll(readFileApart(file('csv', [HEADER, ...lines].join('\n')), short()));
    expect(batches).toBe(3);
    expect(rows.map(({ received }) => received?.event?.id)).toEqual(lines.map((_, n) => `PO-1/${n}`));
    const { received } = rows.at(-1) ?? {};
    expect(JSON.parse(received?.raw.toString() ?? '')).toMatchObject({
      id: `PO-1/${lines.length - 1}`,
      specversion: '1.0',
    });
    expect(received?.original?.()).toEqual({
      format: 'csv',
      context: { mapping: 'orders', version: 1 },
      bytes: Buffer.from(`${HEADER}\n${lines.at(-1)}`),
    });
  });
  it('tells a thousand errors, and of all others how many there are', async () => {
    const text = `${HEADER}\n${'x\n'.repeat(3 * MAX_TOLD)}PO-1,1,KIT,1,EA`;
    const { rows, refused } = await readAll(readFileApart(file('csv', text), short()));
    expect(rows.filter(({ errors }) => errors)).toHaveLength(MAX_TOLD);
    expect(refused).toBe(2 * MAX_TOLD);
    expect(rows.at(-1)?.received?.event?.id).toBe('PO-1/1');
  });
  it('refuses in the words of its reader', async () => {
    const read = readAll(readFileApart(file('x12', 'hello'), short()));
    await expect(read).rejects.toMatchObject({
      code: 'invalid',
      message: 'ISA: the file does not begin with an interchange header.',
    });
  });
  it('keeps what a signal was made of by its size alone where that is large', async () => {
    const text = `From: a@example.com\r\nSubject: late\r\n\r\n${'x'.repeat(300_000)}`;
    const { rows } = await readAll(readFileApart(file('mail', text), short()));
    expect(rows[0]?.received?.original?.()).toMatchObject({
      context: { tooLarge: text.length },
      bytes: Buffer.alloc(0),
    });
  });
});

describe('a thread that runs over', () => {
  it('its time is ended, and the sender is told why', async () => {
    const read = readAll(readFileApart(file('csv', `${HEADER}\n${'x\n'.repeat(10_000_000)}`), short(0.3)));
    await expect(read).rejects.toMatchObject({
      code: 'invalid',
      message: /^The file takes more than 0\.3 s of work to read, so reading was ended\. Send it in smaller parts;/,
    });
  });
  it('its memory is ended, and the sender is told why', { timeout: 120_000 }, async () => {
    const read = readAll(readFileApart(file('edifact', `UNB${'+'.repeat(8_000_000)}'`), short(60)));
    await expect(read).rejects.toMatchObject({
      code: 'invalid',
      message: 'The file becomes more than 512 MB when it is read, so reading was ended. Send it in smaller parts.',
    });
  });
  it('keeps nobody else from being read', async () => {
    const slow = Array.from({ length: 4 }, () =>
      readAll(readFileApart(file('csv', `${HEADER}\n${'x\n'.repeat(10_000_000)}`), short(0.3))),
    );
    const sound = readAll(readFileApart(file('csv', `${HEADER}\nPO-1,1,KIT,1,EA`), short()));
    expect((await Promise.allSettled(slow)).map(({ status }) => status)).toEqual(slow.map(() => 'rejected'));
    expect((await sound).rows).toHaveLength(1);
  });
  it('is ended when nobody wants the rest', async () => {
    for await (const { rows } of readFileApart(
      file('csv', `${HEADER}\n${'PO-1,1,KIT,1,EA\n'.repeat(5_000)}`),
      short(),
    )) {
      expect(rows).toHaveLength(ROWS_AT_ONCE);
      break;
    }
    expect((await readAll(readFileApart(file('csv', `${HEADER}\nPO-1,1,KIT,1,EA`), short()))).rows).toHaveLength(1);
  });
});

describe('JSON', () => {
  const batch = (count: number) =>
    Buffer.from(
      JSON.stringify(
        Array.from({ length: count }, (_, n) => ({
          specversion: '1.0',
          id: String(n),
          source: '/s',
          type: n % 2 ? 't' : '',
          data: { n, text: '“ä”', list: [null, 1.5] },
        })),
      ),
    );
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  it.each([3, 3_000])('of %i signals says the same in a thread and in place', async (count) => {
    const body = batch(count);
    expect(await readSignals(headers, body)).toEqual(readCloudEvents(headers, body));
  });
  it('of 1,000 EPCIS events says the same, and what each is made of', async () => {
    const events = Array.from({ length: 1_000 }, (_, n) =>
      epcisEvent({ eventID: `urn:e:${n}`, ...(n % 7 ? {} : { action: 'NONE' }) }),
    );
    const body = Buffer.from(JSON.stringify(epcisDocument(...events)));
    const plain = (messages: Awaited<ReturnType<typeof readEpcisDocument>>) =>
      messages.map((signals) => signals.map(({ original, ...signal }) => ({ ...signal, original: original?.() })));
    const apart = await readEpcisDocument('application/json', body, '/epcis/s');
    expect(plain(apart)).toEqual(plain(readEpcis('application/json', body, '/epcis/s')));
    expect(new Set(apart.map((signals) => new Set(signals.map(({ original }) => original)).size))).toEqual(
      new Set([1]),
    );
  });
  it('that is none is refused by its reader, also a long one', async () => {
    const read = readSignals({ 'content-type': 'application/json' }, Buffer.from('['.repeat(1_000_000)));
    await expect(read).rejects.toMatchObject({ code: 'invalid', message: 'The body is not JSON: it ends too early.' });
  });
});

describe('a contract document', () => {
  it('names what is wrong with it, and which input that is', async () => {
    const read = readApart('contract', { text: 'a: [1', type: 'a' }, { lane: 'short', what: 'The document' });
    await expect(read).rejects.toMatchObject({
      code: 'invalid',
      more: { fields: { document: expect.stringMatching(/^Line 1/) } },
    });
  });
});

it('a tower that stops ends what is being read, and reads no more', async () => {
  const close = startReaders();
  const read = readAll(readFileApart(file('csv', `${HEADER}\n${'x\n'.repeat(10_000_000)}`)));
  const failed = expect(read).rejects.toBeInstanceOf(ReadingStopped);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await close();
  await failed;
  await expect(readAll(readFileApart(file('csv', HEADER)))).rejects.toBeInstanceOf(ReadingStopped);
});
