import { describe, expect, it } from 'vitest';
import { readAddress, toQuarantineInput, toSignalInput, writeAddress } from './address.ts';

describe('the address of signals', () => {
  it.each([
    ['signals', { source: '/erp/a b', type: 'x', from: '2026-11-22T10:00', state: 'retracted', before: '12' }],
    ['undecided', { after: '4096' }],
    ['quarantine', { reason: 'too-deep', held: 'all' }],
    ['acceptance', { day: '2026-11-22' }],
  ] as const)('of %s says the same when it is read again', (view, address) => {
    const url = new URL(writeAddress(view, address), 'https://x');
    expect(readAddress(view, Object.fromEntries(url.searchParams))).toEqual(address);
  });

  it('leaves out what it does not know', () => {
    const asked = {
      source: '',
      state: 'anything',
      from: 'yesterday',
      to: '2026-13-45T99:99',
      before: ['1', '2'],
      other: 'x',
    };
    expect(readAddress('signals', asked)).toEqual({});
    expect(writeAddress('signals', {})).toBe('/signals');
  });

  it('becomes what is asked for', () => {
    expect(toSignalInput({ from: '2026-11-22T10:00', type: 'x', before: 'no' })).toEqual({
      from: '2026-11-22T10:00:00Z',
      type: 'x',
    });
    expect(toQuarantineInput({})).toEqual({ state: 'held' });
    expect(toQuarantineInput({ held: 'all', reason: 'too-deep' })).toEqual({ reason: 'too-deep' });
  });
});
