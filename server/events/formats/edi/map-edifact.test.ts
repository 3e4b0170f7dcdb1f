import { describe, expect, it } from 'vitest';
import { edifact } from '../../../testing/edi.ts';
import { findContract } from '../../contracts/index.ts';
import { judgeInterchange } from './judge-message.ts';
import { decodeEdifact, readEdifact } from './read-edifact.ts';

function judge(text: string) {
  const [interchange] = readEdifact(text);
  if (!interchange) throw new Error('no interchange');
  const messages = judgeInterchange(interchange).groups.flatMap((group) => group.messages);
  for (const { signals } of messages)
    for (const { type, data } of signals) expect(findContract(type, 1)?.schema.safeParse(data).error).toBeUndefined();
  return messages;
}
const one = (type: string, ...body: string[]) => {
  const [message] = judge(edifact([{ type, body }]));
  if (!message) throw new Error('no message');
  return message;
};
const HEAD = [
  'DTM+137:20261119:102',
  'DTM+2:20261210:102',
  'NAD+BY+BUY1::92++Buyer Inc.',
  'NAD+SU+V7::92',
  'NAD+DP+P1::92',
  'CUX+2:EUR:9',
];

describe('ORDERS', () => {
  it('places lines', () => {
    const { signals, verdict } = one(
      'ORDERS',
      'BGM+220+PO-9+9',
      ...HEAD,
      'LIN+1++4012345000009:EN',
      'QTY+21:10.5:KGM',
      'PRI+AAA:2.5',
      'FTX+AAI+++Keep cold',
      'LIN+2',
      'PIA+1+KIT-2:IN',
      'QTY+21:4',
      'DTM+2:20261224:102',
      'UNS+S',
      'CNT+2:2',
    );
    expect(verdict).toBe('accepted');
    expect(signals).toMatchObject([
      {
        line: '1',
        type: 'purchase-order.placed',
        time: '2026-11-19T00:00:00Z',
        data: {
          orderNumber: 'PO-9',
          item: '4012345000009',
          quantity: 10.5,
          unit: 'KGM',
          unitPrice: 2.5,
          currency: 'EUR',
          requestedDelivery: '2026-12-10',
          supplier: 'V7',
          buyer: 'Buyer Inc.',
          shipTo: 'P1',
          note: 'Keep cold',
        },
      },
      { line: '2', data: { item: 'KIT-2', quantity: 4, requestedDelivery: '2026-12-24' } },
    ]);
  });
  it.each([
    ['1', 'cancelled'],
    ['4', 'changed'],
  ])('with function %s: %s', (purpose, change) => {
    expect(one('ORDERS', `BGM+220+PO-9+${purpose}`, 'LIN+1++K:IN', 'QTY+21:1').signals).toMatchObject([
      { type: 'purchase-order.changed', data: { change } },
    ]);
  });
  it('keeps the good lines', () => {
    const { signals, faults, refused } = one(
      'ORDERS',
      'BGM+220+PO-9+9',
      'LIN+1++K:IN',
      'LIN+2++K:IN',
      'QTY+21:1',
      'CNT+2:3',
    );
    expect([signals.length, refused]).toEqual([1, 1]);
    expect(faults.map(({ reason }) => reason)).toEqual([
      'CNT says 3 line items, but 2 were read.',
      'QTY: line 1 has no ordered quantity (QTY 21).',
    ]);
  });
});

it.each([
  ['5', 'BGM+231+R1+9', { answer: 'accepted', quantity: 10 }],
  ['3', 'BGM+231+R1+9', { answer: 'changed' }],
  ['7', 'BGM+231+R1+9', { answer: 'rejected', quantity: 0 }],
  ['', 'BGM+231+R1+29', { answer: 'accepted' }],
  ['', 'BGM+231+R1+27', { answer: 'rejected' }],
])('ORDRSP line action %s under %s', (action, bgm, expected) => {
  const { signals } = one(
    'ORDRSP',
    bgm,
    ...HEAD,
    'RFF+ON:PO-9',
    `LIN+1+${action}+KIT-1:IN`,
    'QTY+21:10:PCE',
    'DTM+69:20261220:102',
    'RFF+ON:PO-9:7',
  );
  expect(signals).toMatchObject([
    {
      type: 'purchase-order.confirmed',
      data: { orderNumber: 'PO-9', lineNumber: '7', promisedDelivery: '2026-12-20', supplier: 'V7', ...expected },
    },
  ]);
});

it('ORDRSP without an answer is refused in words', () => {
  const { faults } = one('ORDRSP', 'BGM+231+R1+9', 'RFF+ON:PO-9', 'LIN+1', 'QTY+21:10');
  expect(faults[0]?.reason).toMatch(/^LIN02 is “” and BGM03 “9”: neither says whether/);
});

it('DESADV gives notice', () => {
  const { signals } = one(
    'DESADV',
    'BGM+351+DES-5+9',
    'DTM+137:202611200900:203',
    'DTM+11:20261120:102',
    'DTM+17:20261124:102',
    'RFF+ON:PO-9',
    'NAD+SU+V7::92',
    'NAD+DP+P1::92',
    'TDT+20++30++HAUL:172::Haulier',
    'EQD+CN+APZU4812090',
    'CPS+1',
    'LIN+1++KIT-1:IN',
    'QTY+12:10:PCE',
    'GIN+BX+LOT-3',
    'CNT+2:1',
  );
  expect(signals).toMatchObject([
    {
      type: 'shipment.noticed',
      data: {
        shipment: 'DES-5',
        carrier: 'Haulier',
        mode: 'truck',
        shippedAt: '2026-11-20',
        expectedAt: '2026-11-24',
        equipment: ['APZU4812090'],
        lines: [{ orderNumber: 'PO-9', lineNumber: '1', item: 'KIT-1', quantity: 10, lot: 'LOT-3' }],
      },
    },
  ]);
});

it.each([
  ['1', 'arrival', '334', 'actual'],
  ['21', 'delivery', '334', 'actual'],
  ['24', 'departure', '132', 'estimated'],
  ['3', 'exception', '334', 'actual'],
  ['12', 'customs-release', '334', 'actual'],
  ['17', 'customs-hold', '334', 'actual'],
  ['22', 'delivery', '334', 'actual'],
  ['28', 'strip', '334', 'actual'],
  ['29', 'discharge', '334', 'actual'],
  ['48', 'load', '189', 'planned'],
  ['93', 'stuff', '334', 'actual'],
  ['101', 'exception', '334', 'actual'],
  ['99', 'other', '334', 'actual'],
  ['6', 'other', '334', 'actual'],
  ['51', 'other', '334', 'actual'],
  ['constructor', 'other', '334', 'actual'],
  ['ZZZ', 'other', '334', 'actual'],
])('IFTSTA status %s: %s', (code, movement, qualifier, phase) => {
  const { signals } = one(
    'IFTSTA',
    'BGM+23+ST-1',
    'DTM+137:202611200900:203',
    'NAD+CA+HAUL',
    'CNI+1+S-1',
    `STS+1+${code}`,
    `DTM+${qualifier}:202611201530:203`,
    'LOC+5+NLRTM:139:6',
    'TDT+20+V1+1++CMA',
    'EQD+CN+APZU4812090',
  );
  expect(signals).toMatchObject([
    {
      line: '1.1',
      type: 'shipment.moved',
      time: '2026-11-20T15:30:00Z',
      data: {
        shipment: 'S-1',
        movement,
        phase,
        site: 'NLRTM',
        mode: 'ocean',
        carrier: 'CMA',
        equipment: 'APZU4812090',
        statusCode: code,
      },
    },
  ]);
});

it('reads delimiters and decimal marks as UNA declares them, and released characters', () => {
  const text =
    'UNA|*,! #UNB*UNOC|3*S*B*261120|0915*R1#UNH*1*ORDERS|D|96A|UN#BGM*220*PO!*9*9#LIN*1**K!|1|IN#QTY*21|10,5#UNT*5*1#UNZ*1*R1#';
  expect(judge(text)[0]?.signals).toMatchObject([{ data: { orderNumber: 'PO*9', item: 'K|1', quantity: 10.5 } }]);
});

describe('characters', () => {
  const message = (level: string) =>
    edifact([{ type: 'ORDERS', body: ['BGM+220+PO-9+9', 'NAD+SU+++Müller', 'LIN+1++K:IN', 'QTY+21:1'] }]).replace(
      'UNOC',
      level,
    );
  it.each([
    ['UNOC', 'latin1'],
    ['UNOY', 'utf8'],
  ] as const)('of %s', (level, encoding) => {
    expect(judge(decodeEdifact(Buffer.from(message(level), encoding)))[0]?.signals[0]?.data.supplier).toBe('Müller');
  });
  it('that are not of the declared set refuse the file', () => {
    expect(() => decodeEdifact(Buffer.from(message('UNOA'), 'latin1'))).toThrow(/^UNB: the bytes of the file are not/);
  });
});

it.each([
  ['nothing', '', /^UNB: the file is empty/],
  ['words', 'hello', /^UNB: the file does not begin with UNA or UNB/],
  [
    'a segment that breaks off',
    "UNB+UNOC:3+S+B+261120:0915+R'UNH+1+ORDERS:D:96A:UN'BGM+22",
    /^BGM: segment 3 cannot be read/,
  ],
])('%s is refused as a whole', (_name, text, reason) => expect(() => readEdifact(text)).toThrow(reason));
