import { readLineage } from '../../events/lineage/index.ts';
import { lineageSchema, lineageStart } from '../../events/lineage/schema.ts';
import { procedure, router } from '../trpc.ts';

export const lineageRouter = router({
  read: procedure
    .input(lineageStart)
    .output(lineageSchema)
    .query(({ ctx, input }) => readLineage(ctx.db, ctx.as, input)),
});
