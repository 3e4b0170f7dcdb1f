import { actionsRouter } from './routers/actions.ts';
import { agentsRouter } from './routers/agents.ts';
import { auditRouter } from './routers/audit.ts';
import { disruptionsRouter } from './routers/disruptions.ts';
import { importsRouter } from './routers/imports.ts';
import { lineageRouter } from './routers/lineage.ts';
import { networkRouter } from './routers/network.ts';
import { noiseRouter } from './routers/noise.ts';
import { policiesRouter } from './routers/policies.ts';
import { proposalsRouter } from './routers/proposals.ts';
import { quarantineRouter } from './routers/quarantine.ts';
import { retentionRouter } from './routers/retention.ts';
import { sessionRouter } from './routers/session.ts';
import { signalsRouter } from './routers/signals.ts';
import { sourcesRouter } from './routers/sources.ts';
import { router } from './trpc.ts';

/** Everything the console asks for, one sub-router an area. */
export const appRouter = router({
  session: sessionRouter,
  disruptions: disruptionsRouter,
  proposals: proposalsRouter,
  actions: actionsRouter,
  audit: auditRouter,
  agents: agentsRouter,
  sources: sourcesRouter,
  imports: importsRouter,
  retention: retentionRouter,
  signals: signalsRouter,
  quarantine: quarantineRouter,
  lineage: lineageRouter,
  network: networkRouter,
  policies: policiesRouter,
  noise: noiseRouter,
});
export type AppRouter = typeof appRouter;
