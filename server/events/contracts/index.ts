export { releaseContracts } from './release-contracts.ts';
export { CONTRACTS, type Contract, contractJsonSchema, contractUri, findContract, versionOf } from './rules.ts';
