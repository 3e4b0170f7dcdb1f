import { describe, expect, it } from 'vitest';
import type { QueueRow } from '../../server/decisions/disruptions/schema.ts';
import { aRow } from '../queue/testing.ts';
import { seatsFor } from './seats-for.ts';

const row = (id: string, rank: number, over: Partial<QueueRow> = {}, mayApprove?: boolean): QueueRow =>
  aRow({
    id,
    rank,
    proposal: {
      id: `p-${id}`,
      chosen: 'expedite',
      title: '',
      verdict: 'approve',
      costUsd: 1,
      seats: 0,
      seatsNeeded: 1,
      shownHash: '',
      ...(mayApprove === undefined
        ? {}
        : { mayApprove: { allowed: mayApprove, why: mayApprove ? null : 'You proposed this.' } }),
    },
    ...over,
  });
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

describe('seatsFor', () => {
  it('puts the most pressing first', () => {
    expect(ids(seatsFor([row('a', 1), row('b', 3), row('c', 2)]).mine)).toEqual(['b', 'c', 'a']);
  });

  it('keeps apart what waits for somebody else', () => {
    const { mine, others } = seatsFor([row('a', 2, {}, true), row('b', 1, {}, false)]);
    expect([ids(mine), ids(others)]).toEqual([['a'], ['b']]);
  });

  it.each([
    ['a case without a proposal', row('a', 1, { proposal: null })],
    ['a case that is being carried out', row('a', 1, { stage: 'in-action' })],
  ])('leaves out %s', (_name, given) => expect(seatsFor([given])).toEqual({ mine: [], others: [] }));
});
