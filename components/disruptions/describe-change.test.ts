import { describe, expect, it } from 'vitest';
import { changedUnderEyes, describeChange, describePreview } from './describe-change.ts';
import { aCard, anAlternative, aProposal } from './testing.ts';

const hash = (digit: string) => digit.repeat(64);
const read = aCard({ proposal: aProposal({ shownHash: hash('1') }) });

describe('changedUnderEyes', () => {
  it.each([
    ['the same proposal', aCard({ proposal: aProposal({ shownHash: hash('1') }) }), false],
    ['another proposal', aCard({ proposal: aProposal({ shownHash: hash('2') }) }), true],
    ['a withdrawn proposal', aCard({ proposal: null }), true],
  ])('%s', (_name, now, changed) => expect(changedUnderEyes(read, now)).toBe(changed));

  it('takes a first proposal as it comes: nobody has read anything else', () => {
    expect(changedUnderEyes(aCard({ proposal: null }), read)).toBe(false);
  });
});

describe('describeChange', () => {
  const dearer = aProposal({
    shownHash: hash('2'),
    alternatives: [anAlternative({ key: 'expedite', title: 'Expedite 3,200 packs by air', costUsd: 21_300 })],
  });
  it.each([
    ['what moved', aCard({ proposal: dearer }), ['cost $18,900 → $21,300']],
    [
      'facts before the proposal',
      aCard({ proposal: dearer, threatens: { ...read.threatens, valueAtRiskUsd: 400_000 } }),
      ['at risk $310,400 → $400,000', 'cost $18,900 → $21,300'],
    ],
    ['a withdrawal', aCard({ proposal: null }), ['the proposal was withdrawn']],
    [
      'details that no figure shows',
      aCard({ proposal: aProposal({ shownHash: hash('2') }) }),
      ['the details of the proposal'],
    ],
  ])('says %s', (_name, now, words) => expect(describeChange(read, now)).toEqual(words));
});

describe('describePreview', () => {
  it('stands every figure before and after, and marks what stays', () => {
    const proposal = aProposal({});
    const changes = describePreview(proposal, {
      alternative: anAlternative({ key: 'expedite', title: 'Expedite 2,000 packs by air', costUsd: 12_000 }),
      reason: proposal.reason,
      risk: { ...proposal.risk, score: 58 },
      gate: { ...proposal.gate, verdict: 'escalate' },
    });
    expect(changes.filter((c) => !c.same).map((c) => `${c.label}: ${c.before} → ${c.after}`)).toEqual([
      'Proposed: Expedite 3,200 packs by air → Expedite 2,000 packs by air',
      'Cost: $18,900 → $12,000',
      'Risk score: 62 → 58',
      'Gate: one person → several people',
    ]);
  });
});
