import type { AppRouter } from './api/router.ts';
import type { ApiContext } from './api/trpc.ts';
import type { Person } from './core/context.ts';

type Asked = { cookie?: string | undefined };

/**
 * What the running server lends to Next's route bundles, which hold second copies of modules:
 * they reach people and procedures through this one object and never open a database of their own.
 */
export type Bridge = {
  /** Whether demo accounts exist and may be shown on the sign-in page. */
  demo: boolean;
  /** The person whom a request's cookies prove, as they stand now, or null: the same question that calls and sockets are asked. */
  person(asked: Asked): Promise<Person | null>;
  /** What to tell somebody whose session has ended, or null where there was none. */
  explainEnd(asked: Asked): Promise<string | null>;
  router: AppRouter;
  contextFor(person: Person): ApiContext;
};

declare global {
  var holdpoint: Bridge | undefined;
}
