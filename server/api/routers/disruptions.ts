import { z } from 'zod';
import { claimDisruption, listQueue, readCard } from '../../decisions/disruptions/index.ts';
import { cardSchema, claimInput, queueInput, queueSchema } from '../../decisions/disruptions/schema.ts';
import { procedure, router } from '../trpc.ts';

export const disruptionsRouter = router({
  queue: procedure
    .input(queueInput)
    .output(queueSchema)
    .query(({ ctx, input }) => listQueue(ctx.db, ctx.as, input)),
  card: procedure
    .input(z.object({ id: z.uuid() }))
    .output(cardSchema)
    .query(({ ctx, input }) => readCard(ctx.db, ctx.as, input)),
  claim: procedure.input(claimInput).mutation(({ ctx, input }) => claimDisruption(ctx.db, ctx.as, input)),
});
