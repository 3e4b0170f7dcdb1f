export { evaluatePolicy, type PolicySet } from './evaluate-policy.ts';
export { findActivePolicySet } from './queries.ts';
export { readPolicies } from './read-policies.ts';
export { seedPolicy } from './release-policy.ts';
export { gateWords, type PolicyAnswer, type PolicyQuestion } from './rules.ts';
