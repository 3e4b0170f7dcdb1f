import { z } from 'zod';
import { listAudit, readTrace } from '../../audit/index.ts';
import { auditListInput, auditListSchema, traceSchema } from '../../audit/schema.ts';
import { procedure, router } from '../trpc.ts';

export const auditRouter = router({
  list: procedure
    .input(auditListInput)
    .output(auditListSchema)
    .query(({ ctx, input }) => listAudit(ctx.db, ctx.as, input)),
  trace: procedure
    .input(z.object({ decisionId: z.uuid() }))
    .output(traceSchema)
    .query(({ ctx, input }) => readTrace(ctx.db, ctx.as, input)),
});
