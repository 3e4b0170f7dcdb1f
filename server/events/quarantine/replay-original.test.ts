import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { asSystem } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { asOperator, asPlanner, asSource } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { dcsa, edifact, epcis, mail, x12 } from '../../testing/originals.ts';
import { captureDocument, captureEvents } from '../captures/index.ts';
import { MAX_SIGNAL_BYTES } from '../formats/constants.ts';
import { importFile } from '../imports/index.ts';
import { saveMapping } from '../imports/save-mapping.ts';
import { openIntake, type SourceContext } from '../ingest/index.ts';
import { connectSource } from '../sources/index.ts';
import { applyBulk, checkDraft, previewBulk, readQuarantined, readRaw, replayQuarantined } from './index.ts';

const { db } = await testDatabase();
const log = pino({ level: 'silent' });
const intake = openIntake(db, log);
const operator = asOperator();

async function newSource(): Promise<SourceContext> {
  const name = newId();
  const system = asSystem('start', operator.clock);
  const id = await connectSource(db, system, { name, system: 'ERP', key: `key-${name}`, mayReplay: false });
  return { ...operator, actor: { ...asSource({ id }).actor, name } };
}

const file = (ctx: SourceContext, contentType: string, text: string | Buffer, into = intake) =>
  importFile(db, into, ctx, {
    sourceId: ctx.actor.id,
    name: 'file',
    contentType,
    bytes: Buffer.from(text as string),
    mapping: contentType === 'text/csv' ? 'orders' : undefined,
  });
const json = (body: unknown) => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) });

type Story = {
  format: string;
  /** Sends something that is quarantined. */
  send: (ctx: SourceContext) => Promise<unknown>;
  /** What a person sees of it, and puts right. */
  shows: RegExp;
  mend: (text: string) => string;
  becomes: number;
  /** An edit that cannot be read, and what is said of it. */
  breaks: (text: string) => string;
  says: RegExp;
};

const STORIES: Story[] = [
  {
    format: 'epcis',
    send: (ctx) => captureDocument(db, ctx, intake, { ...json(epcis({ bizStep: 'flying' })), behaviour: 'proceed' }),
    shows: /^\{\n {2}"type": "ObjectEvent",[\s\S]*"bizStep": "flying"/,
    mend: (text) => text.replace('flying', 'shipping'),
    becomes: 2,
    breaks: (text) => `${text}, {}`,
    says: /not JSON/,
  },
  {
    format: 'dcsa',
    send: (ctx) => captureEvents(ctx, intake, json([dcsa({ eventClassifierCode: 'MAYBE' })])),
    shows: /^\{\n {2}"eventID"[\s\S]*"MAYBE"/,
    mend: (text) => text.replace('MAYBE', 'ACT'),
    becomes: 1,
    breaks: (text) => `[${text}]`,
    says: /one event/,
  },
  {
    format: 'csv',
    send: async (ctx) => {
      const text = (path: string) => ({ path, from: { column: path }, as: { kind: 'text' as const } });
      const quantity = {
        path: 'quantity',
        from: { column: 'quantity' },
        as: { kind: 'number' as const, decimal: ',' as const },
      };
      await saveMapping(db, operator, {
        sourceId: ctx.actor.id,
        name: 'orders',
        mapping: {
          signalType: 'purchase-order.placed',
          delimiter: ';',
          fields: [...['orderNumber', 'lineNumber', 'item', 'unit'].map(text), quantity],
          id: ['orderNumber', 'lineNumber'],
        },
      });
      const head = 'orderNumber;lineNumber;item;unit;quantity';
      await file(ctx, 'text/csv', `${head}\nP;1;"KIT; ""big""";EA;2,5\nP;1;"KIT; ""big""";EA;3,5`);
    },
    shows: /^orderNumber;lineNumber;item;unit;quantity\nP;1;"KIT; ""big""";EA;3,5$/,
    mend: (text) => text.replace('\nP;1;', '\nP;2;'),
    becomes: 1,
    breaks: (text) => text.replace('3,5', 'many'),
    says: /quantity: .*many/,
  },
  {
    format: 'x12',
    send: async (ctx) => {
      await file(ctx, 'application/edi-x12', x12('7', 10));
      await file(ctx, 'application/edi-x12', x12('7', 12));
    },
    shows: /^ISA\*00\*[\s\S]*PO1\*1\*12\*EA\*\*\*BP\*KIT-1~[\s\S]*IEA\*1\*000000905~$/,
    mend: (text) => text.replace('0915*7*', '0915*8*').replace('GE*1*7', 'GE*1*8'),
    becomes: 1,
    breaks: (text) => text.replace('PO1*1*12', 'PO1*1*many'),
    says: /PO102/,
  },
  {
    format: 'edifact',
    send: async (ctx) => {
      await file(ctx, 'application/edifact', edifact('1', 10));
      await file(ctx, 'application/edifact', edifact('1', 12));
    },
    shows: /^UNA:\+\.\? '\nUNB\+UNOC:3[\s\S]*BGM\+220\+PO-9\?'s\+9'[\s\S]*QTY\+21:12:PCE'/,
    mend: (text) => text.replace('UNH+1+', 'UNH+2+').replace('UNT+7+1', 'UNT+7+2'),
    becomes: 1,
    breaks: (text) => text.replace('QTY+21:12', 'QTY+21:many'),
    says: /QTY/,
  },
  {
    format: 'mail',
    send: async (ctx) => {
      await file(ctx, 'message/rfc822', mail('one', 'A week late.'));
      await file(ctx, 'message/rfc822', mail('one', 'Two weeks late.'));
    },
    shows: /^From: ann@example.com\n[\s\S]*Two weeks late\.\n$/,
    mend: (text) => text.replace('<one@', '<two@'),
    becomes: 1,
    breaks: () => '\n\nWords alone.',
    says: /no header/,
  },
];

async function heldItem({ send }: Pick<Story, 'send'>) {
  const ctx = await newSource();
  await send(ctx);
  const [row] = await db.prisma.quarantine.findMany({ where: { sourceId: ctx.actor.id } });
  const item = await readQuarantined(db, operator, { id: row?.id ?? '' });
  const [draft] = item.drafts;
  return { ctx, item, text: draft?.text ?? '', form: draft?.form ?? 'signal' };
}
const stored = ({ actor }: SourceContext) => db.prisma.signal.count({ where: { sourceId: actor.id } });
const sumOf = async ({ actor }: SourceContext) => {
  const [row] = await db.prisma.signalCount.findMany({ where: { sourceId: actor.id } });
  return {
    came: Number(row?.accepted) + Number(row?.duplicates) + Number(row?.quarantined),
    replayed: Number(row?.replayed),
  };
};

describe.each(STORIES)('what came as $format', (story) => {
  it('is edited in its own format, and read as it was when it came; twice equals once', async () => {
    const { ctx, item, text, form } = await heldItem(story);
    const before = { signals: await stored(ctx), ...(await sumOf(ctx)) };
    expect(item).toMatchObject({ format: story.format, barred: null, state: 'held' });
    expect(form).toBe('original');
    expect(text).toMatch(story.shows);
    const mended = story.mend(text);
    expect(mended).not.toBe(text);
    const asked = { id: item.id, form, text: mended };
    expect(await checkDraft(db, operator, asked)).toMatchObject({ verdict: 'accepted' });
    const became = await replayQuarantined(db, operator, intake, asked);
    expect(became).toMatchObject({ outcome: 'accepted' });
    expect(await replayQuarantined(db, operator, intake, asked)).toEqual(became);
    expect(await stored(ctx)).toBe(before.signals + story.becomes);
    expect(await sumOf(ctx)).toEqual({ came: before.came + story.becomes, replayed: story.becomes });
    expect(await db.prisma.signal.count({ where: { source: became.source ?? '', id: became.id ?? '' } })).toBe(1);
  });

  it('is refused with a reason when it cannot be read, and stays held', async () => {
    const { ctx, item, text, form } = await heldItem(story);
    const before = await stored(ctx);
    const asked = { id: item.id, form, text: story.breaks(text) };
    expect(await checkDraft(db, operator, asked)).toMatchObject({
      verdict: 'unreadable',
      words: expect.stringMatching(story.says),
    });
    await expect(replayQuarantined(db, operator, intake, asked)).rejects.toMatchObject({ code: 'invalid' });
    expect(await readQuarantined(db, operator, { id: item.id })).toMatchObject({ state: 'held' });
    expect(await stored(ctx)).toBe(before);
  });

  it('is for operators alone', async () => {
    const { item, text, form } = await heldItem(story);
    const asked = { id: item.id, form, text: story.mend(text) };
    await expect(checkDraft(db, asPlanner(), asked)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(replayQuarantined(db, asPlanner(), intake, asked)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('comes out as it was when nothing is changed', async () => {
    const { item, text, form } = await heldItem(story);
    const became = await replayQuarantined(db, operator, intake, { id: item.id, form, text });
    expect(became).toMatchObject({ outcome: 'quarantined' });
    const again = await db.prisma.quarantine.findUniqueOrThrow({ where: { id: became.quarantineId ?? '' } });
    expect(again).toMatchObject({ state: 'held', reason: item.reason });
  });
});

it('plain words that were held are sent in once their stream is their own', async () => {
  const { ctx, item, text, form } = await heldItem({
    send: async (source) => {
      await file(source, 'text/plain', 'First.');
      const { source: stream } = await db.prisma.stream.findFirstOrThrow({ where: { sourceId: source.actor.id } });
      await db.prisma.stream.update({ where: { source: stream }, data: { sourceId: 'somebody-else' } });
      await file(source, 'text/plain; charset=iso-8859-1', Buffer.from('Zu sp\u00e4t.', 'latin1'), openIntake(db, log));
      await db.prisma.stream.update({ where: { source: stream }, data: { sourceId: source.actor.id } });
    },
  });
  expect([form, text, item.format]).toEqual(['original', 'Zu sp\u00e4t.', 'text']);
  const asked = { id: item.id, form, text: `${text} Sehr.` };
  expect(await replayQuarantined(db, operator, openIntake(db, log), asked)).toMatchObject({ outcome: 'accepted' });
  const { data } = await db.prisma.signal.findFirstOrThrow({
    where: { sourceId: ctx.actor.id },
    orderBy: { seq: 'desc' },
  });
  expect(data).toMatchObject({ text: 'Zu sp\u00e4t. Sehr.' });
});

describe('what came in a message', () => {
  it('is kept once for all its signals, taken whole, and its others are then known', async () => {
    const { ctx } = await heldItem({
      send: async (source) => {
        for (const value of [4.5, 5.5]) {
          const sensorElementList = [{ sensorReport: [{ type: 'Temperature', value, uom: 'CEL' }] }];
          const document = json(epcis({ sensorElementList }));
          await captureDocument(db, source, intake, { ...document, behaviour: 'proceed' });
        }
      },
    });
    const rows = await db.prisma.quarantine.findMany({ where: { sourceId: ctx.actor.id } });
    expect(rows.map(({ reason }) => reason)).toEqual(['other-payload', 'other-payload']);
    expect(new Set(rows.map(({ originalId }) => originalId)).size).toBe(1);
    const replay = async (id: string) => {
      const { drafts } = await readQuarantined(db, operator, { id });
      const text = (drafts[0]?.text ?? '').replace('urn:uuid:0f8c-1', 'urn:uuid:0f8c-2');
      return replayQuarantined(db, operator, intake, { id, form: 'original', text });
    };
    expect(await replay(rows[0]?.id ?? '')).toMatchObject({ outcome: 'accepted' });
    expect(await stored(ctx)).toBe(4);
    expect(await replay(rows[1]?.id ?? '')).toMatchObject({ outcome: 'duplicate' });
    expect(await stored(ctx)).toBe(4);
  });

  it('can be edited as the signal too, where one was made of it', async () => {
    const csv = STORIES.find(({ format }) => format === 'csv') as Story;
    const { item } = await heldItem(csv);
    expect(item.drafts.map(({ form }) => form)).toEqual(['original', 'signal']);
    const text = (item.drafts[1]?.text ?? '').replace('"id": "P/1"', '"id": "P/1, put right"');
    expect(await replayQuarantined(db, operator, intake, { id: item.id, text })).toMatchObject({
      outcome: 'accepted',
      id: 'P/1, put right',
    });
  });

  it('is sent as it came in bulk, or skipped with the reason of its own reader', async () => {
    const { ctx } = await heldItem(STORIES[0] as Story);
    const preview = await previewBulk(db, operator, { act: 'replay', filter: { sourceId: ctx.actor.id } });
    expect(preview.items).toMatchObject([{ will: false, words: expect.stringContaining('bizStep') }]);
    const { act, seal } = preview;
    const ids = preview.items.map(({ id }) => id);
    expect(await applyBulk(db, operator, intake, { act, ids, seal })).toMatchObject({ done: 0, skipped: 1 });
  });
});

describe('what cannot be edited', () => {
  it('because its bytes are no text says so, and can still be written down or discarded', async () => {
    const ctx = await newSource();
    const event = JSON.stringify([dcsa({ facilityName: 'x' })]).replace('"x"', '"\u00ff"');
    await captureEvents(ctx, intake, { contentType: 'application/json', body: Buffer.from(event, 'latin1') });
    const [row] = await db.prisma.quarantine.findMany({ where: { sourceId: ctx.actor.id } });
    const item = await readQuarantined(db, operator, { id: row?.id ?? '' });
    expect(item).toMatchObject({
      reason: 'not-utf8',
      shown: { as: 'hex' },
      barred: expect.stringContaining('not UTF-8'),
    });
    expect(item.drafts.map(({ form }) => form)).toEqual(['signal']);
    const { base64 } = await readRaw(db, operator, { id: item.id });
    expect(Buffer.from(base64, 'base64').toString('latin1')).toBe(event.slice(1, -1));
  });

  it('because it is too large says so, and only the signal is edited', async () => {
    const long = (words: string) => mail('large', words.padEnd(MAX_SIGNAL_BYTES, '.'));
    const { item } = await heldItem({
      send: async (ctx) => {
        await file(ctx, 'message/rfc822', long('One week.'));
        await file(ctx, 'message/rfc822', long('Two weeks.'));
      },
    });
    expect(item).toMatchObject({ format: 'mail', barred: expect.stringContaining('too large') });
    expect(item.drafts.map(({ form }) => form)).toEqual(['signal']);
    const asked = { id: item.id, form: 'original' as const, text: mail('large', 'Short.') };
    expect(await checkDraft(db, operator, asked)).toMatchObject({ verdict: 'quarantined' });
  });
});
