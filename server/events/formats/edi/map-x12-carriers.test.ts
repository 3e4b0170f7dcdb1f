import { describe, expect, it } from 'vitest';
import { judgeSet as one } from '../../../testing/judge-x12.ts';

describe('carriers', () => {
  it.each([
    ['X3', 'arrival', 'actual'],
    ['AF', 'pickup', 'actual'],
    ['D1', 'delivery', 'actual'],
    ['AG', 'delivery', 'estimated'],
    ['SD', 'exception', 'actual'],
    ['I1', 'gate-in', 'actual'],
    ['ZZ', 'other', 'actual'],
  ])('214 %s: %s %s', async (code, movement, phase) => {
    const { signals } = await one(
      'QM',
      '214',
      'B10*PRO-1*S-1*SCAC',
      'LX*1',
      `AT7*${code}*NS***20261120*1530*ES`,
      'MS1*Reno*NV*US',
    );
    expect(signals).toMatchObject([
      {
        type: 'shipment.moved',
        time: '2026-11-20T15:30:00-05:00',
        data: { shipment: 'S-1', movement, phase, site: 'Reno, NV, US', statusCode: `${code} NS`, note: null },
      },
    ]);
  });
  it('214 with several statuses keeps those that can be read', async () => {
    const { signals, faults, refused } = await one(
      'QM',
      '214',
      'B10*PRO-1*S-1*SCAC',
      'LX*1',
      'AT7*X3*NS***20261120*1530*UT',
      'LX*2',
      'AT7*D1*NS***20269920*1530*UT',
    );
    expect([signals.length, refused]).toEqual([1, 1]);
    expect(faults[0]?.reason).toBe('AT705 is “20269920 1530”, which is no date.');
  });
  it.each([
    ['A', 'accepted'],
    ['D', 'declined'],
    ['C', 'conditional'],
  ])('990 %s: %s', async (code, answer) => {
    const { signals } = await one('GF', '990', `B1*SCAC*S-1*20261120*${code}`);
    expect(signals).toMatchObject([{ type: 'tender.answered', data: { shipment: 'S-1', carrier: 'SCAC', answer } }]);
  });
  it('210 that names no amount is refused', async () => {
    const { faults } = await one('IM', '210', 'B3**INV-1*S-1*PP**20261120');
    expect(faults.map(({ reason }) => reason)).toEqual(['B307 is empty: it must hold the amount due.']);
  });
});
