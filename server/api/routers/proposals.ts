import { grantApproval } from '../../decisions/approvals/index.ts';
import { modifyProposal, overrideProposal, previewChange, rejectProposal } from '../../decisions/proposals/index.ts';
import {
  approveInput,
  modifyInput,
  overrideInput,
  previewInput,
  previewSchema,
  rejectInput,
} from '../../decisions/proposals/schema.ts';
import { procedure, router } from '../trpc.ts';

export const proposalsRouter = router({
  preview: procedure
    .input(previewInput)
    .output(previewSchema)
    .query(({ ctx, input }) => previewChange(ctx.db, ctx.as, input)),
  approve: procedure.input(approveInput).mutation(({ ctx, input }) => grantApproval(ctx.db, ctx.as, input)),
  modify: procedure.input(modifyInput).mutation(({ ctx, input }) => modifyProposal(ctx.db, ctx.as, input)),
  override: procedure.input(overrideInput).mutation(({ ctx, input }) => overrideProposal(ctx.db, ctx.as, input)),
  reject: procedure.input(rejectInput).mutation(({ ctx, input }) => rejectProposal(ctx.db, ctx.as, input)),
});
