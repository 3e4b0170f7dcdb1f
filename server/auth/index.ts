export { isOwnOrigin } from './check-origin.ts';
export { findPerson } from './queries.ts';
export { readSession } from './read-session.ts';
export { hasAuthority, inScope, may, ROLE_WORDS, type RegionScope, type Right, regionScope, requireRight } from './rights.ts';
export { seedDemoAccounts } from './seed-accounts.ts';
export { signIn } from './sign-in.ts';
