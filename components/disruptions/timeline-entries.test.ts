import { describe, expect, it } from 'vitest';
import { aCard, aProposal } from './testing.ts';
import { timelineEntries } from './timeline-entries.ts';
import { codeWords, decisionWords } from './words.ts';

const ann = { id: 'u1', name: 'Ann' };
const bob = { id: 'u2', name: 'Bob' };

describe('timelineEntries', () => {
  it('tells the whole story, newest first', () => {
    const seat = { userId: 'u2', name: 'Bob', at: '2026-03-01T10:06:00Z', note: 'ok by me' };
    const card = aCard({
      history: [aProposal({ id: 'p1', state: 'superseded' })],
      proposal: aProposal({
        id: 'p2',
        revision: 2,
        state: 'decided',
        createdAt: '2026-03-01T10:05:00Z',
        proposer: { kind: 'person', id: 'u1', name: 'Ann' },
        override: { code: 'cost-too-high', text: 'Too dear.' },
        gate: { ...aProposal({}).gate, seats: [seat] },
      }),
      decisions: [
        {
          id: 'x1',
          kind: 'approve',
          change: 'overridden',
          actors: [bob],
          reason: 'Too dear.',
          policyVersion: 12,
          decidedAt: '2026-03-01T10:06:00Z',
          title: 'Expedite',
          action: null,
        },
      ],
      closed: {
        reason: 'delivered',
        words: 'Delivered 9 d late.',
        at: '2026-03-02T00:00:00Z',
        worldAt: '2009-05-20T00:00:00Z',
      },
    });
    expect(timelineEntries(card).map(({ words }) => words)).toEqual([
      'The case closed. Delivered 9 d late.',
      'Approved by Bob, as overridden: Expedite.',
      'Bob released it, 1 of 1.',
      'Revision 2: Ann overrode it with “Expedite 3,200 packs by air” (It costs more than it saves).',
      'Revision 1: supplier-delay proposed “Expedite 3,200 packs by air”, since replaced.',
      'The case was opened.',
    ]);
    expect(timelineEntries(card).map(({ quote }) => quote?.by ?? null)).toEqual([
      null,
      'Bob',
      'Bob',
      'Ann',
      null,
      null,
    ]);
  });
});

describe('decisionWords', () => {
  it.each([
    [{ kind: 'auto', change: 'unchanged', actors: [] }, 'Released by policy alone'],
    [{ kind: 'deny', change: 'unchanged', actors: [] }, 'Denied by policy'],
    [{ kind: 'approve', change: 'unchanged', actors: [ann, bob] }, 'Approved by Ann and Bob'],
    [{ kind: 'approve', change: 'modified', actors: [ann] }, 'Approved by Ann, as modified'],
    [{ kind: 'reject', change: 'unchanged', actors: [ann] }, 'Rejected by Ann'],
  ] as const)('%o', (decision, words) => {
    expect(decisionWords({ ...decision, actors: [...decision.actors] })).toBe(words);
  });
});

describe('codeWords', () => {
  it.each([
    ['cost-too-high', 'It costs more than it saves'],
    ['gone-since', 'gone-since'],
  ])('%s', (code, words) => expect(codeWords(code)).toBe(words));
});
