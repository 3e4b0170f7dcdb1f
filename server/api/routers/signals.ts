import { z } from 'zod';
import { listChoices, listSignals, readAcceptance, readSignal } from '../../events/signals/index.ts';
import {
  acceptanceInput,
  acceptanceRowSchema,
  signalChoicesSchema,
  signalKeyInput,
  signalListInput,
  signalListSchema,
  signalViewSchema,
} from '../../events/signals/schema.ts';
import { evaluateAgain, listUndecided } from '../../events/undecided/index.ts';
import {
  evaluateAgainInput,
  evaluateAgainSchema,
  undecidedListInput,
  undecidedListSchema,
} from '../../events/undecided/schema.ts';
import { procedure, router } from '../trpc.ts';

export const signalsRouter = router({
  list: procedure
    .input(signalListInput)
    .output(signalListSchema)
    .query(({ ctx, input }) => listSignals(ctx.db, ctx.as, input)),
  choices: procedure.output(signalChoicesSchema).query(({ ctx }) => listChoices(ctx.db, ctx.as)),
  read: procedure
    .input(signalKeyInput)
    .output(signalViewSchema)
    .query(({ ctx, input }) => readSignal(ctx.db, ctx.as, input)),
  undecided: procedure
    .input(undecidedListInput)
    .output(undecidedListSchema)
    .query(({ ctx, input }) => listUndecided(ctx.db, ctx.as, input)),
  evaluateAgain: procedure
    .input(evaluateAgainInput)
    .output(evaluateAgainSchema)
    .mutation(({ ctx, input }) => evaluateAgain(ctx.db, ctx.as, input)),
  acceptance: procedure
    .input(acceptanceInput)
    .output(z.array(acceptanceRowSchema))
    .query(({ ctx, input }) => readAcceptance(ctx.db, ctx.as, input)),
});
