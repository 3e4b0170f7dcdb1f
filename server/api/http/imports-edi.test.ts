import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../scripts/shared-data.mjs';
import { testDatabase } from '../../testing/database.ts';
import { edifact, x12 } from '../../testing/edi.ts';
import { testMachineApi } from '../../testing/machine-api.ts';
import { fileSender } from '../../testing/send-file.ts';

const { db } = await testDatabase();
const api = testMachineApi(db);
const { newSender, post, get, countsOf, storedBy } = api;
const send = fileSender(api);

const X12 = { 'content-type': 'application/edi-x12' };
const EDIFACT = { 'content-type': 'application/edifact' };

describe('EDI', () => {
  const order = (control?: string) =>
    x12(
      'PO',
      [
        { type: '850', body: ['BEG*00*SA*PO-9**20261119', 'PO1*1*10*EA***BP*K', 'PO1*2*x*EA***BP*K'] },
        { type: '810', body: ['BIG*1'] },
      ],
      control ? { control } : {},
    );

  it('answers X12 with a 997, in the answer and again later, and knows a file that is resent', async () => {
    const sender = await newSender();
    const first = await send(sender, X12, order());
    expect(first).toMatchObject({ rows: 3, accepted: 1, refused: 2 });
    expect(first.rowErrors).toMatchObject([
      { row: 4, where: '850 0001', column: 'PO102', reason: expect.stringContaining('“x”') },
      { row: 1, where: '810 0002', column: 'ST01', reason: expect.stringContaining('810 is not read') },
    ]);
    const lines = (first.acknowledgement ?? '').split('\n').map((line) => line.replace('~', ''));
    expect(lines.slice(2, -3)).toEqual([
      'ST*997*0001',
      'AK1*PO*7',
      'AK2*850*0001',
      'AK3*PO1*4**8',
      'AK4*2**6*x',
      'AK5*E*5',
      'AK2*810*0002',
      'AK5*R*1',
      'AK9*P*2*2*1',
      'SE*10*0001',
    ]);
    const again = await get(sender, `/api/v1/imports/${first.id}/acknowledgement`);
    expect([again.headers['content-type'], again.body]).toEqual(['application/edi-x12', first.acknowledgement]);
    const resent = await send(sender, X12, order());
    expect(resent).toMatchObject({ accepted: 0, duplicates: 1, refused: 2 });
    expect(resent.acknowledgement).not.toBe(first.acknowledgement); // a control number is never used twice
    expect(await send(sender, X12, order('000000078'))).toMatchObject({ accepted: 1 });
  });

  it('answers with the acknowledgement itself when Accept asks for it', async () => {
    const sender = await newSender();
    const answer = await post(sender, '/imports', order(), { ...X12, accept: 'application/edi-x12' });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([202, 'application/edi-x12']);
    expect(answer.body).toMatch(/^ISA\*.*\*ZZ\*SELLER {9}\*ZZ\*BUYER {10}\*/);
    const contrl = await post(
      sender,
      '/imports',
      edifact([{ type: 'ORDERS', body: ['BGM+220+P+9', 'LIN+1++K:IN', 'QTY+21:1'] }]),
      { ...EDIFACT, accept: 'application/edifact' },
    );
    expect(contrl.body).toMatch(
      /UNH\+1\+CONTRL:D:3:UN'\nUCI\+REF77\+SELLER:14\+BUYER:14\+7'\nUCM\+1\+ORDERS:D:96A:UN\+7'\nUNT\+4\+1'/,
    );
  });

  it('tells errors of EDIFACT in CONTRL where it rejects, and in an APERAK where it keeps the good lines', async () => {
    const sender = await newSender();
    const told = await send(
      sender,
      EDIFACT,
      edifact([
        { type: 'ORDERS', body: ['BGM+220+P+9', 'LIN+1++K:IN', 'QTY+21:one', 'LIN+2++K:IN', 'QTY+21:1'] },
        { type: 'ORDERS', body: ['BGM+220', 'LIN+1'] },
      ]),
    );
    expect(told).toMatchObject({ rows: 3, accepted: 1, refused: 2 });
    expect(told.acknowledgement).toContain("UCM+2+ORDERS:D:96A:UN+4'\nUCS+2'\nUCD+13+2'");
    expect(told.acknowledgement).toMatch(/UNH\+2\+APERAK:D:96A:UN'[\s\S]*FTX\+AAO\+\+\+QTY01-2 is "one"/);
  });

  it.each([
    ['X12 that is none', X12, 'hello', /^ISA: the file does not begin/],
    ['an ISA that breaks off', X12, 'ISA*00*   ', /^ISA: the interchange header does not have its 16 elements/],
    ['an interchange with nothing in it', X12, x12('PO', []).replace(/GS[\s\S]*GE\*0\*7~\n/, ''), /holds no message/],
    ['EDIFACT that is none', EDIFACT, 'hello', /^UNB: the file does not begin/],
  ])('refuses %s, and keeps it', async (_name, headers, file, reason) => {
    const sender = await newSender();
    const answer = await post(sender, '/imports', file, headers);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toMatch(reason);
    const kept = (await get(sender, `/api/v1/imports/${answer.json().data.importId}`)).json();
    expect(kept).toMatchObject({ state: 'refused', rows: 1, refused: 1, reason: expect.stringMatching(reason) });
    expect(await countsOf(sender)).toMatchObject({ rejected: 1 });
  });

  it('never fails on a file that is cut anywhere', async () => {
    const sender = await newSender();
    const whole = order();
    for (let end = 10; end < whole.length; end += 23) {
      expect([202, 400]).toContain((await post(sender, '/imports', whole.slice(0, end), X12)).statusCode);
    }
  });
});

const SAMPLES = [
  ['204-MGCTLYST-SAMPLE.EDI', X12, { accepted: 0, refused: 1 }, ['SE01 says 41, but 38 segments were read.']],
  ['210-MGCTLYST-SAMPLE.EDI', X12, { accepted: 1, refused: 0 }, []],
  ['214-MGCTLYST-SAMPLE.EDI', X12, { accepted: 1, refused: 0 }, []],
  ['990-MGCTLYST-SAMPLE.EDI', X12, { accepted: 1, refused: 0 }, []],
  [
    'edifact.ORDRSP-formatted.edi',
    EDIFACT,
    { accepted: 0, refused: 1 },
    [
      'UNZ names “DAREFNR00001”, but UNB is “DAREFNR0000001”.',
      'UNT says 17, but 30 segments were read.',
      'UNT names “9IM20YSP9”, but UNH is “9IMX20YSP0009”.',
    ],
  ],
  [
    'edifact.ORDRSP.edi',
    EDIFACT,
    { accepted: 0, refused: 1 },
    [
      'UNZ names “DAREFNR00001”, but UNB is “DAREFNR0000001”.',
      'UNT says 17, but 31 segments were read.',
      'UNT names “9IM20YSP9”, but UNH is “9IMX20YSP0009”.',
    ],
  ],
  ['x12.214.edi', X12, { accepted: 1, refused: 0 }, []],
  ['x12.850.edi', X12, { accepted: 1, refused: 0 }, ['IEA02 is “000000001”, but ISA13 is “000000055”.']],
  [
    'x12.850a.edi',
    X12,
    { accepted: 3, refused: 0 },
    ['IEA02 is “000000001”, but ISA13 is “000000055”.', 'ISA08 has 11 characters; its fixed width is 15.'],
  ],
] as const;

describe.skipIf(!sharedData('edi'))(
  `the EDI samples${sharedData('edi') ? '' : ': skipped, the shared data is not there'}`,
  () => {
    const read = (name: string) => readFileSync(sharedData(`edi/${name}`) ?? '');
    it.each(SAMPLES)('%s', async (name, headers, expected, reasons) => {
      const sender = await newSender();
      const told = await send(sender, headers, read(name));
      expect(told).toMatchObject({ ...expected, quarantined: [] });
      expect(told.rowErrors.map(({ reason }) => reason)).toEqual(reasons);
      expect(told.acknowledgement).toMatch(headers === X12 ? /ST\*997\*0001/ : /\+CONTRL:/);
    });

    it('say what they mean', async () => {
      const sender = await newSender();
      for (const [name, headers] of SAMPLES) await send(sender, headers, read(name));
      // The second 214 is the first one again, wrapped; it is known.
      expect(await countsOf(sender)).toEqual({ accepted: 7, duplicates: 1, quarantined: 0, rejected: 3 });
      const stored = (await storedBy(sender)).map(({ type, data }) => ({ type, ...(data as object) }));
      expect(stored).toMatchObject([
        {
          type: 'freight.invoiced',
          invoice: '09851270',
          shipment: '75027674',
          total: 659.4,
          charges: [
            { amount: 3636.04 },
            { amount: 15, code: 'CUS' },
            { amount: 26.27, code: 'FUE' },
            { amount: -3017.91, code: 'DSC' },
          ],
        },
        {
          type: 'shipment.moved',
          shipment: '75027674',
          movement: 'delivery',
          phase: 'actual',
          site: 'BRATTLEBORO, VT',
          equipment: '30402',
        },
        { type: 'tender.answered', shipment: '75027674', answer: 'accepted' },
        { type: 'purchase-order.placed', orderNumber: '1000012', item: '0054321', quantity: 1, unitPrice: 19.95 },
        ...['000100001', '000200001', '000200002'].map((lineNumber) => ({
          type: 'purchase-order.placed',
          orderNumber: '4600000406',
          lineNumber,
          currency: 'USD',
          requestedDelivery: '2014-08-04',
          shipTo: 'T100',
        })),
      ]);
    });

    it('the tender means an offer with two stops once its count is right', async () => {
      const sender = await newSender();
      await send(sender, X12, read('204-MGCTLYST-SAMPLE.EDI').toString().replace('SE*41*', 'SE*38*'));
      expect((await storedBy(sender)).map(({ data }) => data)).toMatchObject([
        {
          shipment: '75027674',
          carrier: 'SCAC',
          purpose: 'offered',
          charge: 557.21,
          weightKg: 2482.057,
          stops: [
            { kind: 'pickup', place: 'RUMFORD, ME, US', orders: ['3297832'] },
            { kind: 'delivery', place: 'WEST ALLIS, WI, US' },
          ],
        },
      ]);
    });

    it('the order response does not say whether it accepts, even with its counts right', async () => {
      const sender = await newSender();
      const text = read('edifact.ORDRSP.edi')
        .toString()
        .replace('UNT+17+9IM20YSP9', 'UNT+31+9IMX20YSP0009')
        .replace('UNZ+1+DAREFNR00001', 'UNZ+1+DAREFNR0000001');
      const told = await send(sender, EDIFACT, text);
      expect(told.rowErrors).toMatchObject([
        { column: 'LIN02', reason: expect.stringContaining('neither says whether the line is accepted') },
      ]);
    });
  },
);
