import { z } from 'zod';
import { listAccess, listAudit, readTrace } from '../../audit/index.ts';
import { accessListInput, accessListSchema, auditListInput, auditListSchema, traceSchema } from '../../audit/schema.ts';
import { procedure, router } from '../trpc.ts';

export const auditRouter = router({
  list: procedure
    .input(auditListInput)
    .output(auditListSchema)
    .query(({ ctx, input }) => listAudit(ctx.db, ctx.as, input)),
  access: procedure
    .input(accessListInput)
    .output(accessListSchema)
    .query(({ ctx, input }) => listAccess(ctx.db, ctx.as, input)),
  trace: procedure
    .input(z.object({ decisionId: z.uuid() }))
    .output(traceSchema)
    .query(({ ctx, input }) => readTrace(ctx.db, ctx.as, input)),
});
