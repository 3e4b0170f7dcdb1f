import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../core/canonical.ts';
import { ALTERNATIVE_KEYS } from '../proposals/schema.ts';
import { DEFAULT_POLICY_TEXT, FIRST_POLICY_TEXT } from './constants.ts';
import { evaluatePolicy, loadPolicySet, type PolicySet } from './evaluate-policy.ts';
import { gateWords, type PolicyQuestion } from './rules.ts';

const set = loadPolicySet(1, DEFAULT_POLICY_TEXT);
const base: PolicyQuestion = {
  proposer: { kind: 'agent', id: 'supplier-delay' },
  action: 'expedite',
  costUsd: 1_500,
  valueUsd: 40_000,
  valueKnown: true,
  riskScore: 50,
  reversible: true,
  critical: false,
  switchesSupplier: false,
  singleSource: false,
  supplierRecordLines: 12,
  untrustedEvidence: false,
};
const person = { kind: 'person', id: 'u1' } as const;
const split = { action: 'split', switchesSupplier: true } as const;

const stock = { action: 'recount', costUsd: 40, valueUsd: 3_000 } as const;
const unknown = { valueUsd: 0, valueKnown: false } as const;

const TABLE: [string, Partial<PolicyQuestion>, string, number, string, string][] = [
  ['small reversible spend by an agent', {}, 'auto', 0, 'planner', 'small-reversible-spend'],
  [
    'exactly $2,000 on exactly $50,000',
    { costUsd: 2_000, valueUsd: 50_000 },
    'auto',
    0,
    'planner',
    'small-reversible-spend',
  ],
  ['a cent over $2,000', { costUsd: 2_000.01 }, 'approve', 1, 'planner', 'premium-spend'],
  ['value over $50,000', { valueUsd: 50_000.01 }, 'approve', 1, 'planner', 'premium-spend'],
  ['cannot be undone', { reversible: false }, 'approve', 1, 'planner', 'premium-spend'],
  ['critical item', { critical: true }, 'approve', 1, 'planner', 'premium-spend'],
  ['untrusted evidence', { untrustedEvidence: true }, 'approve', 1, 'planner', 'premium-spend'],
  ['by a person', { proposer: person }, 'approve', 1, 'planner', 'premium-spend'],
  [
    'waiting, by an agent',
    { action: 'wait', costUsd: 0, valueUsd: 9_000_000, critical: true },
    'auto',
    0,
    'planner',
    'wait-is-free',
  ],
  ['waiting, by a person', { action: 'wait', costUsd: 0, proposer: person }, 'auto', 0, 'planner', 'wait-is-free'],
  ['over $25,000', { costUsd: 25_000.01, valueUsd: 400_000 }, 'escalate', 2, 'approver', 'large-spend'],
  ['goods over $500,000', { costUsd: 5_000, valueUsd: 500_001 }, 'escalate', 2, 'approver', 'large-spend'],
  ['split of one of several sources', { ...split, costUsd: 3_000 }, 'approve', 1, 'planner', 'premium-spend'],
  ['split away from the only source', { ...split, singleSource: true }, 'escalate', 2, 'approver', 'large-spend'],
  ['over a quarter of the value', { costUsd: 10_000.01 }, 'deny', 0, 'approver', 'cost-out-of-proportion'],
  ['exactly a quarter of the value', { costUsd: 10_000 }, 'approve', 1, 'planner', 'premium-spend'],
  ['over $250,000', { costUsd: 250_000.01, valueUsd: 2_000_000 }, 'deny', 0, 'approver', 'spend-ceiling'],
  [
    'split to a supplier without record',
    { ...split, supplierRecordLines: 0 },
    'deny',
    0,
    'approver',
    'supplier-without-record',
  ],
  ['recount of little', stock, 'auto', 0, 'planner', 'small-recount'],
  ['recount of much', { ...stock, valueUsd: 200_000 }, 'approve', 1, 'planner', 'hold-or-recount'],
  ['recount of nobody knows what', { ...stock, ...unknown }, 'approve', 1, 'planner', 'hold-or-recount'],
  ['recount that costs a third of it', { ...stock, valueUsd: 120 }, 'deny', 0, 'approver', 'cost-out-of-proportion'],
  ['hold of little', { action: 'hold', costUsd: 150 }, 'auto', 0, 'planner', 'small-hold'],
  [
    'hold of a critical item',
    { action: 'hold', costUsd: 150, critical: true },
    'approve',
    1,
    'planner',
    'hold-or-recount',
  ],
  ['freeze of over $500,000', { action: 'freeze', valueUsd: 600_000 }, 'escalate', 2, 'approver', 'large-stock-act'],
  [
    'message to a carrier',
    { action: 'set-point', costUsd: 0, reversible: false },
    'approve',
    1,
    'planner',
    'carrier-message',
  ],
  ['ledger adjustment', { ...stock, action: 'adjust', costUsd: 0 }, 'approve', 1, 'approver', 'ledger-adjustment'],
  ['ledger adjustment of much', { action: 'adjust', costUsd: 0 }, 'escalate', 2, 'approver', 'large-stock-act'],
  [
    'ledger adjustment, unpriced',
    { action: 'adjust', costUsd: 0, ...unknown },
    'escalate',
    2,
    'approver',
    'large-stock-act',
  ],
  ['waiting with an unknown value', { action: 'wait', costUsd: 0, ...unknown }, 'auto', 0, 'planner', 'wait-is-free'],
  ['no value and some cost', { valueUsd: 0, costUsd: 1 }, 'deny', 0, 'approver', 'cost-out-of-proportion'],
];

test('the policy set of the first release still loads, word for word', () => {
  expect(sha256(Buffer.from(FIRST_POLICY_TEXT, 'utf8')).toString('hex')).toBe(
    '93d6def2f449726b7ddddec2c62162517d1fe575636c3ea084e3d71df5532b2f',
  );
  expect(evaluatePolicy(loadPolicySet(1, FIRST_POLICY_TEXT), base)).toMatchObject({ verdict: 'auto' });
});

describe('the default policy set', () => {
  test.each(TABLE)('%s', (_name, change, verdict, seats, role, rule) => {
    const answer = evaluatePolicy(set, { ...base, ...change });
    expect(answer).toMatchObject({ verdict, seatsNeeded: seats, policyVersion: 1 });
    if (verdict !== 'auto') expect(answer.seatRole).toBe(role);
    expect(answer.rules[0]?.id).toBe(rule);
    expect(gateWords(answer)).toContain(answer.rules[0]?.words);
  });

  test('shows the rule that barred a freer gate', () => {
    const answer = evaluatePolicy(set, { ...base, ...split, singleSource: true });
    expect(answer.rules.map((rule) => rule.id)).toEqual([
      'large-spend',
      'single-source-switch',
      'single-source-needs-two',
    ]);
  });
});

const question: fc.Arbitrary<PolicyQuestion> = fc.record({
  proposer: fc.constantFrom({ kind: 'agent', id: 'a' } as const, person),
  action: fc.constantFrom(...ALTERNATIVE_KEYS),
  costUsd: fc.double({ min: 0, max: 400_000, noNaN: true }),
  valueUsd: fc.double({ min: 0, max: 3_000_000, noNaN: true }),
  valueKnown: fc.boolean(),
  riskScore: fc.integer({ min: 0, max: 100 }),
  reversible: fc.boolean(),
  critical: fc.boolean(),
  switchesSupplier: fc.boolean(),
  singleSource: fc.boolean(),
  supplierRecordLines: fc.integer({ min: 0, max: 50 }),
  untrustedEvidence: fc.boolean(),
});
const FREEDOM = { auto: 3, approve: 2, escalate: 1, deny: 0 };

describe('properties', () => {
  test('more cost never gives more freedom', () => {
    fc.assert(
      fc.property(question, fc.double({ min: 0, max: 300_000, noNaN: true }), (asked, more) => {
        const cheap = evaluatePolicy(set, asked).verdict;
        const dear = evaluatePolicy(set, { ...asked, costUsd: asked.costUsd + more }).verdict;
        expect(FREEDOM[dear]).toBeLessThanOrEqual(FREEDOM[cheap]);
      }),
    );
  });

  test('what a person proposes is never released by policy alone, unless it is waiting', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { verdict } = evaluatePolicy(set, { ...asked, proposer: person });
        if (asked.action !== 'wait') expect(verdict).not.toBe('auto');
      }),
    );
  });
});

describe('when the set cannot be asked', () => {
  test('an unknown version escalates', () => {
    expect(evaluatePolicy(null, base)).toMatchObject({ verdict: 'escalate', seatsNeeded: 2, seatRole: 'approver' });
  });

  test('a set that was never prepared escalates', () => {
    const lost: PolicySet = { ...set, name: 'lost' };
    expect(evaluatePolicy(lost, base).verdict).toBe('escalate');
  });

  test('an error inside a rule escalates, although another rule would permit auto', () => {
    const text = `${DEFAULT_POLICY_TEXT}
      @id("overflow") @rung("auto") @words("Breaks.")
      forbid (principal, action, resource) when { resource.costCents * 9223372036854775807 > 1 };`;
    expect(evaluatePolicy(loadPolicySet(2, text), base).verdict).toBe('escalate');
  });
});

describe('a text that could not be explained is refused', () => {
  test.each([
    ['no id', 'permit (principal, action == Action::"auto", resource);', '@id'],
    [
      'a typo in an attribute',
      '@id("a") @words("w") @rung("auto") permit (principal, action == Action::"auto", resource) when { resource.cost > 1 };',
      'schema',
    ],
    [
      'rung and action differ',
      '@id("a") @words("w") @rung("approve") @seats("1") @role("planner") permit (principal, action == Action::"auto", resource);',
      '@rung',
    ],
    [
      'no seats',
      '@id("a") @words("w") @rung("approve") permit (principal, action == Action::"approve", resource);',
      '@seats',
    ],
    ['not Cedar', 'allow everything', 'read'],
  ])('%s', (_name, text, part) => {
    expect(() => loadPolicySet(9, text)).toThrow(part);
  });
});
