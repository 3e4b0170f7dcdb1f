import type { AppRouter } from './api/router.ts';
import type { ApiContext } from './api/trpc.ts';
import type { Person } from './core/context.ts';

/**
 * What the running server lends to Next's route bundles, which hold second copies of modules:
 * they reach people and procedures through this one object and never open a database of their own.
 */
export type Bridge = {
  /** Whether demo accounts exist and may be shown on the sign-in page. */
  demo: boolean;
  /** The person behind an email and password, or null. */
  signIn(email: string, password: string): Promise<Person | null>;
  /** The person as they stand now, or null when gone or switched off. */
  person(id: string): Promise<Person | null>;
  router: AppRouter;
  contextFor(person: Person): ApiContext;
};

declare global {
  var holdpoint: Bridge | undefined;
}
