export { isOwnOrigin } from './check-origin.ts';
export { findPerson } from './queries.ts';
export { readSession } from './read-session.ts';
export { seedDemoAccounts } from './seed-accounts.ts';
export { signIn } from './sign-in.ts';
