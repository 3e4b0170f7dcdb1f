import { z } from 'zod';
import { changeRetention, previewRetention, viewRetention } from '../../decisions/retention/index.ts';
import {
  changeRetentionInput,
  previewRetentionInput,
  retentionPreviewSchema,
  retentionViewSchema,
} from '../../decisions/retention/schema.ts';
import { procedure, router } from '../trpc.ts';

export const retentionRouter = router({
  view: procedure.output(retentionViewSchema).query(({ ctx }) => viewRetention(ctx.db, ctx.as)),
  preview: procedure
    .input(previewRetentionInput)
    .output(retentionPreviewSchema)
    .query(({ ctx, input }) => previewRetention(ctx.db, ctx.as, input)),
  change: procedure
    .input(changeRetentionInput)
    .output(z.object({ version: z.number().int() }))
    .mutation(({ ctx, input }) => changeRetention(ctx.db, ctx.as, input)),
});
