import { actionsRouter } from './routers/actions.ts';
import { auditRouter } from './routers/audit.ts';
import { disruptionsRouter } from './routers/disruptions.ts';
import { policiesRouter } from './routers/policies.ts';
import { proposalsRouter } from './routers/proposals.ts';
import { sessionRouter } from './routers/session.ts';
import { sourcesRouter } from './routers/sources.ts';
import { router } from './trpc.ts';

/** Everything the console asks for, one sub-router an area. */
export const appRouter = router({
  session: sessionRouter,
  disruptions: disruptionsRouter,
  proposals: proposalsRouter,
  actions: actionsRouter,
  audit: auditRouter,
  sources: sourcesRouter,
  policies: policiesRouter,
});
export type AppRouter = typeof appRouter;
