import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../server/decisions/disruptions/timeline/schema.ts';
import { lineOf } from './timeline-entries.ts';
import { codeWords, decisionWords } from './words.ts';

const ann = { id: 'u1', name: 'Ann' };
const bob = { id: 'u2', name: 'Bob' };
const at = '2026-03-01T10:05:00Z';
const revision: Extract<TimelineEntry, { kind: 'revision' }> = {
  kind: 'revision',
  at,
  id: 'p1',
  revision: 1,
  state: 'superseded',
  proposer: { kind: 'agent', id: 'supplier-delay', name: 'supplier-delay' },
  title: 'Expedite 3,200 packs by air',
  verdict: 'approve',
  override: null,
  changed: null,
};
const decision = {
  id: 'x1',
  kind: 'approve' as const,
  change: 'overridden' as const,
  actors: [bob],
  reason: 'Too dear.',
  policyVersion: 12,
  decidedAt: at,
  title: 'Expedite',
  action: null,
};
const override = { code: 'cost-too-high', text: 'Too dear.' };

describe('lineOf', () => {
  it.each<[TimelineEntry, string, string, string | null]>([
    [{ kind: 'opened', at }, 'opened', 'The case was opened.', null],
    [{ kind: 'closed', at, words: 'Delivered 9 d late.' }, 'closed', 'The case closed. Delivered 9 d late.', null],
    [
      revision,
      'proposal-p1',
      'Revision 1: supplier-delay proposed “Expedite 3,200 packs by air”, since replaced.',
      null,
    ],
    [
      { ...revision, id: 'p2', revision: 2, state: 'decided', proposer: { kind: 'person', ...ann }, override },
      'proposal-p2',
      'Revision 2: Ann overrode it with “Expedite 3,200 packs by air” (It costs more than it saves).',
      'Ann',
    ],
    [
      { kind: 'seat', at, proposalId: 'p2', userId: 'u2', name: 'Bob', note: 'ok by me', nth: 1, needed: 1 },
      'seat-p2-u2',
      'Bob released it, 1 of 1.',
      'Bob',
    ],
    [{ kind: 'decision', at, decision }, 'decision-x1', 'Approved by Bob, as overridden: Expedite.', 'Bob'],
  ])('%o', (entry, key, words, by) => {
    const line = lineOf(entry);
    expect([line.key, line.words, line.quote?.by ?? null]).toEqual([key, words, by]);
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
