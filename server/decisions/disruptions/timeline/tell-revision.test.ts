import { expect, it } from 'vitest';
import { tellRevision } from './tell-revision.ts';

const before = {
  title: 'Expedite 10',
  costUsd: 4_000,
  verdict: 'approve',
  riskScore: 62,
  policyVersion: 1,
  factsVersion: 1,
};

it.each([
  [{}, 'the same answer, later'],
  [{ factsVersion: 2 }, 'the same answer to newer facts'],
  [{ title: 'Wait' }, 'in place of “Expedite 10”'],
  [{ title: 'Expedite 5', costUsd: 2_000, riskScore: 58 }, 'cost $4,000 → $2,000, risk 62 → 58'],
  [{ verdict: 'auto', policyVersion: 2 }, 'gate approve → auto, policy version 1 → 2'],
])('%j', (change, words) => expect(tellRevision(before, { ...before, ...change })).toBe(words));
