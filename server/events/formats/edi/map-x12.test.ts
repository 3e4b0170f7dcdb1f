import { describe, expect, it } from 'vitest';
import { judgeSet as one } from '../../../testing/judge-x12.ts';

const PO = [
  'BEG*00*SA*PO-9**20261119',
  'CUR*BY*USD',
  'DTM*002*20261210',
  'N1*ST*Plant*92*P1',
  'N1*SU*Maker Ltd.*92*V7',
];

describe('850 places lines', () => {
  it('with what the heading says of all', async () => {
    const { signals, verdict } = await one(
      'PO',
      '850',
      ...PO,
      'PO1*1*10*EA*2.5**BP*KIT-1',
      'PID*F****Kit',
      'PO1*2*4*CA*1**VN*V-2*UP*012345678905',
      'DTM*002*20261224',
      'CTT*2*14',
    );
    expect(verdict).toBe('accepted');
    expect(signals.map(({ line, type, time, data }) => ({ line, type, time, ...data }))).toEqual([
      expect.objectContaining({
        line: '1',
        type: 'purchase-order.placed',
        time: '2026-11-19T00:00:00Z',
        orderNumber: 'PO-9',
        item: 'KIT-1',
        quantity: 10,
        unit: 'EA',
        unitPrice: 2.5,
        currency: 'USD',
        requestedDelivery: '2026-12-10',
        shipTo: 'P1',
        supplier: 'Maker Ltd.',
        note: 'Kit',
      }),
      expect.objectContaining({ line: '2', item: '012345678905', requestedDelivery: '2026-12-24', unit: 'CA' }),
    ]);
  });
  it.each([
    ['01', 'cancelled'],
    ['04', 'changed'],
  ])('with purpose %s: the lines are %s', async (purpose, change) => {
    const { signals } = await one('PO', '850', `BEG*${purpose}*SA*PO-9**20261119`, 'PO1*1*10*EA***BP*K');
    expect(signals).toMatchObject([{ type: 'purchase-order.changed', data: { change } }]);
  });
  it('keeps the good lines and names the segment and element of the bad', async () => {
    const { signals, faults, refused, verdict } = await one(
      'PO',
      '850',
      ...PO,
      'PO1*1*ten*EA***BP*KIT-1',
      'PO1*2*4*EA***BP*KIT-2',
      'PO1*3**EA',
      'CTT*3',
    );
    expect(signals.map(({ line }) => line)).toEqual(['2']);
    expect(refused).toBe(2);
    expect(verdict).toBe('noted');
    expect(faults.map(({ reason }) => reason)).toEqual([
      'PO102 is “ten”, which is no number: it must hold the quantity ordered.',
      'PO107 is empty: it must name the item.',
      'PO102 is empty: it must hold the quantity ordered.',
    ]);
  });
  it.each([
    [
      'no order number',
      ['BEG*00*SA***20261119', 'PO1*1*1*EA***BP*K'],
      'BEG03 is empty: it must hold the number of the order.',
    ],
    ['no BEG', ['PO1*1*1*EA***BP*K'], 'The segment BEG is missing: it must hold the number of the order.'],
    ['a date that is none', ['BEG*00*SA*P**20261332', 'PO1*1*1*EA***BP*K'], 'BEG05 is “20261332”, which is no date.'],
    ['no line', ['BEG*00*SA*P**20261119'], 'PO1: the order has no line.'],
  ])('refuses a set with %s', async (_name, body, reason) => {
    const { signals, faults, refused, verdict } = await one('PO', '850', ...body);
    expect({ signals, refused, verdict }).toEqual({ signals: [], refused: 1, verdict: 'rejected' });
    expect(faults.map((fault) => fault.reason)).toContain(reason);
  });
  it('notes totals that do not fit, and keeps the lines', async () => {
    const { signals, faults, verdict } = await one('PO', '850', ...PO, 'PO1*1*10*EA***BP*K', 'CTT*2*9');
    expect([signals.length, verdict]).toEqual([1, 'noted']);
    expect(faults.map(({ reason }) => reason)).toEqual([
      'CTT01 says 2 line items, but 1 were read.',
      'CTT02 says 9, but the quantities add up to 10.',
    ]);
  });
});

describe('855 and 865 answer lines', () => {
  it.each([
    ['AD', 'PO1*1*10*EA*2', [], { answer: 'accepted', quantity: 10, promisedDelivery: null }],
    [
      'AC',
      'PO1*1*10*EA*2',
      ['ACK*IA*10*EA*068*20261201'],
      { answer: 'accepted', quantity: 10, promisedDelivery: '2026-12-01' },
    ],
    ['AC', 'PO1*1*10*EA*2', ['ACK*DR*10*EA*067*20261220'], { answer: 'changed', promisedDelivery: '2026-12-20' }],
    ['AC', 'PO1*1*10*EA*2', ['ACK*IB*10*EA'], { answer: 'back-ordered', quantity: 10 }],
    ['RJ', 'PO1*1*10*EA*2', [], { answer: 'rejected', quantity: 0 }],
    ['AC', 'PO1*1*10*EA*2', ['ACK*IR*10*EA'], { answer: 'rejected', quantity: 0 }],
    [
      'AC',
      'PO1*1*10*EA*2',
      ['ACK*IA*6*EA*068*20261201', 'ACK*IB*4*EA*068*20270105'],
      {
        answer: 'changed',
        quantity: 10,
        promisedDelivery: '2027-01-05',
        note: '6 accepted for 2026-12-01, 4 back-ordered for 2027-01-05',
      },
    ],
  ])('855 %s %s %j', async (overall, line, acks, expected) => {
    const { signals } = await one(
      'PR',
      '855',
      `BAK*00*${overall}*PO-9*20261120`,
      'N1*SU*Maker Ltd.',
      line,
      ...acks,
      'CTT*1',
    );
    expect(signals).toMatchObject([
      {
        line: '1',
        type: 'purchase-order.confirmed',
        time: '2026-11-20T00:00:00Z',
        data: { orderNumber: 'PO-9', supplier: 'Maker Ltd.', ...expected },
      },
    ]);
  });
  it('refuses an answer that it does not know, naming those it does', async () => {
    const { faults, verdict } = await one('PR', '855', 'BAK*00*AC*PO-9*20261120', 'PO1*1*10*EA*2', 'ACK*QQ*10');
    expect(verdict).toBe('rejected');
    expect(faults[0]).toMatchObject({
      segment: 'ACK',
      position: 4,
      element: 1,
      reason: expect.stringMatching(/^ACK01 is “QQ”, .* known are IA, /),
    });
  });
  it('865', async () => {
    const { signals } = await one(
      'CA',
      '865',
      'BCA*00*AC*PO-9***20261120',
      'POC*1*CA*8**EA*2',
      'ACK*IQ*8*EA*067*20261230',
    );
    expect(signals).toMatchObject([
      {
        type: 'purchase-order.confirmed',
        data: { lineNumber: '1', answer: 'changed', quantity: 8, promisedDelivery: '2026-12-30', unitPrice: 2 },
      },
    ]);
  });
});

describe('860 changes lines', () => {
  it.each([
    ['AI', 'added'],
    ['QD', 'changed'],
    ['RS', 'changed'],
    ['DI', 'cancelled'],
  ])('%s: %s', async (code, change) => {
    const { signals } = await one(
      'PC',
      '860',
      'BCH*04*SA*PO-9***20261119',
      `POC*1*${code}*8**EA*2`,
      'DTM*002*20261230',
    );
    expect(signals).toMatchObject([
      { type: 'purchase-order.changed', data: { change, quantity: 8, requestedDelivery: '2026-12-30' } },
    ]);
  });
  it('cancels all lines that it names when BCH01 says so', async () => {
    const { signals } = await one('PC', '860', 'BCH*01*SA*PO-9***20261119', 'POC*1*CA', 'POC*2*CA');
    expect(signals.map(({ data }) => data.change)).toEqual(['cancelled', 'cancelled']);
  });
});

describe('856 gives notice of a shipment', () => {
  const NOTICE = [
    'BSN*00*ASN-5*20261120*1015',
    'HL*1**S',
    'TD5*B*2*SCAC*M',
    'TD3*TL*ABCD*123456',
    'DTM*011*20261120',
    'DTM*017*20261124',
    'N1*SF*Maker Ltd.*92*V7',
    'N1*ST*Plant*92*P1',
    'HL*2*1*O',
    'PRF*PO-9',
    'HL*3*2*P',
    'HL*4*3*I',
    'LIN*1*BP*KIT-1',
    'SN1**10*EA',
    'REF*LT*LOT-3',
  ];
  it('with the order of each line found through the hierarchy', async () => {
    const { signals } = await one('SH', '856', ...NOTICE, 'CTT*4');
    expect(signals).toMatchObject([
      {
        type: 'shipment.noticed',
        time: '2026-11-20T00:00:00Z',
        data: {
          shipment: 'ASN-5',
          carrier: 'SCAC',
          mode: 'truck',
          shipFrom: 'V7',
          shipTo: 'P1',
          expectedAt: '2026-11-24',
          equipment: ['ABCD123456'],
          lines: [{ orderNumber: 'PO-9', lineNumber: '1', item: 'KIT-1', quantity: 10, unit: 'EA', lot: 'LOT-3' }],
        },
      },
    ]);
  });
  it('refuses the whole notice for one line that cannot be read', async () => {
    const { signals, refused, faults } = await one('SH', '856', ...NOTICE, 'HL*5*3*I', 'LIN*2*BP*KIT-2');
    expect([signals.length, refused]).toEqual([0, 1]);
    expect(faults.map(({ reason }) => reason)).toEqual([
      'The segment SN1 is missing: it must hold the quantity shipped.',
    ]);
  });
  it('survives a hierarchy that goes in a circle', async () => {
    const { signals } = await one(
      'SH',
      '856',
      'BSN*00*ASN-6*20261120',
      'HL*1**S',
      'HL*2*3*O',
      'HL*3*2*I',
      'LIN*1*BP*K',
      'SN1**1*EA',
    );
    expect(signals).toMatchObject([{ data: { lines: [] } }]);
  });
});

it('says which sets it reads when one is not', async () => {
  const { faults, verdict } = await one('IN', '810', 'BIG*20261120*1');
  expect(verdict).toBe('rejected');
  expect(faults[0]?.reason).toMatch(/^ST: 810 is not read; known are 204, /);
});
