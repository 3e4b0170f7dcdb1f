import { z } from 'zod';
import {
  claimDisruption,
  listQueue,
  listQueueRows,
  orderQueue,
  readActionNotes,
  readAgain,
  readCard,
  readGoods,
  readLines,
  readRevision,
  readTimeline,
  totalQueue,
} from '../../decisions/disruptions/index.ts';
import {
  cardSchema,
  claimInput,
  goodsSchema,
  linesSchema,
  noteSchema,
  queueInput,
  queueOrderSchema,
  queueRowsInput,
  queueSchema,
  queueTotalsSchema,
  readAgainInput,
  threatenedInput,
} from '../../decisions/disruptions/schema.ts';
import { revisionInput, timelineInput, timelineSchema } from '../../decisions/disruptions/timeline/schema.ts';
import { proposalViewSchema } from '../../decisions/proposals/schema.ts';
import { procedure, router } from '../trpc.ts';

export const disruptionsRouter = router({
  queue: procedure
    .input(queueInput)
    .output(queueSchema)
    .query(({ ctx, input }) => listQueue(ctx.db, ctx.as, input)),
  rows: procedure
    .input(queueRowsInput)
    .output(queueSchema)
    .query(({ ctx, input }) => listQueueRows(ctx.db, ctx.as, input)),
  order: procedure
    .input(queueInput)
    .output(queueOrderSchema)
    .query(({ ctx, input }) => orderQueue(ctx.db, ctx.as, input)),
  totals: procedure.output(queueTotalsSchema).query(({ ctx }) => totalQueue(ctx.db, ctx.as)),
  card: procedure
    .input(z.object({ id: z.uuid() }))
    .output(cardSchema)
    .query(({ ctx, input }) => readCard(ctx.db, ctx.as, input)),
  timeline: procedure
    .input(timelineInput)
    .output(timelineSchema)
    .query(({ ctx, input }) => readTimeline(ctx.db, ctx.as, input)),
  revision: procedure
    .input(revisionInput)
    .output(proposalViewSchema.nullable())
    .query(({ ctx, input }) => readRevision(ctx.db, ctx.as, input)),
  lines: procedure
    .input(threatenedInput)
    .output(linesSchema)
    .query(({ ctx, input }) => readLines(ctx.db, ctx.as, input)),
  goods: procedure
    .input(threatenedInput)
    .output(goodsSchema)
    .query(({ ctx, input }) => readGoods(ctx.db, ctx.as, input)),
  corrections: procedure
    .input(z.object({ actionId: z.uuid() }))
    .output(z.array(noteSchema))
    .query(({ ctx, input }) => readActionNotes(ctx.db, ctx.as, input)),
  readAgain: procedure.input(readAgainInput).mutation(({ ctx, input }) => readAgain(ctx.db, ctx.as, input)),
  claim: procedure.input(claimInput).mutation(({ ctx, input }) => claimDisruption(ctx.db, ctx.as, input)),
});
