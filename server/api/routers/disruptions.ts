import { z } from 'zod';
import { claimDisruption, listQueue, readActionNotes, readCard } from '../../decisions/disruptions/index.ts';
import { cardSchema, claimInput, noteSchema, queueInput, queueSchema } from '../../decisions/disruptions/schema.ts';
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
  corrections: procedure
    .input(z.object({ actionId: z.uuid() }))
    .output(z.array(noteSchema))
    .query(({ ctx, input }) => readActionNotes(ctx.db, ctx.as, input)),
  claim: procedure.input(claimInput).mutation(({ ctx, input }) => claimDisruption(ctx.db, ctx.as, input)),
});
