import { z } from 'zod';
import {
  closeStep,
  countActions,
  listActions,
  planRollback,
  readAction,
  rollBackAction,
  undoAction,
} from '../../actions/index.ts';
import {
  actionIdInput,
  actionRowSchema,
  actionViewSchema,
  closeStepInput,
  listActionsInput,
  rollbackInput,
  rollbackPlanSchema,
} from '../../actions/sagas/schema.ts';
import { procedure, router } from '../trpc.ts';

export const actionsRouter = router({
  list: procedure
    .input(listActionsInput)
    .output(z.array(actionRowSchema))
    .query(({ ctx, input }) => listActions(ctx.db, ctx.as, input)),
  count: procedure.output(z.number().int()).query(({ ctx }) => countActions(ctx.db, ctx.as)),
  read: procedure
    .input(actionIdInput)
    .output(actionViewSchema)
    .query(({ ctx, input }) => readAction(ctx.db, ctx.as, input)),
  undo: procedure.input(actionIdInput).mutation(({ ctx, input }) => undoAction(ctx.db, ctx.as, ctx.actions, input)),
  rollbackPlan: procedure
    .input(actionIdInput)
    .output(rollbackPlanSchema)
    .query(({ ctx, input }) => planRollback(ctx.db, ctx.as, ctx.actions, input)),
  rollBack: procedure
    .input(rollbackInput)
    .mutation(({ ctx, input }) => rollBackAction(ctx.db, ctx.as, ctx.actions, input)),
  closeStep: procedure.input(closeStepInput).mutation(({ ctx, input }) => closeStep(ctx.db, ctx.as, input)),
});
