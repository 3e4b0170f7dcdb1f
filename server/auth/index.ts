export { isOwnOrigin } from './check-origin.ts';
export { findPerson } from './queries.ts';
export { readSession } from './read-session.ts';
export {
  hasAuthority,
  inScope,
  may,
  type RegionScope,
  type Right,
  ROLE_WORDS,
  regionScope,
  requireRight,
} from './rights.ts';
export { seedDemoAccounts } from './seed-accounts.ts';
export { signIn } from './sign-in.ts';
