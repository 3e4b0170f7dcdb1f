import {
  applyBulk,
  checkDraft,
  discardQuarantined,
  listQuarantine,
  previewBulk,
  readQuarantined,
  readRaw,
  replayQuarantined,
} from '../../events/quarantine/index.ts';
import {
  becameSchema,
  bulkApplyInput,
  bulkPreviewInput,
  bulkPreviewSchema,
  bulkResultSchema,
  discardQuarantinedInput,
  draftCheckSchema,
  draftInput,
  quarantinedSchema,
  quarantineIdInput,
  quarantineListInput,
  quarantineListSchema,
  rawSchema,
} from '../../events/quarantine/schema.ts';
import { procedure, router } from '../trpc.ts';

export const quarantineRouter = router({
  list: procedure
    .input(quarantineListInput)
    .output(quarantineListSchema)
    .query(({ ctx, input }) => listQuarantine(ctx.db, ctx.as, input)),
  read: procedure
    .input(quarantineIdInput)
    .output(quarantinedSchema)
    .query(({ ctx, input }) => readQuarantined(ctx.db, ctx.as, input)),
  raw: procedure
    .input(quarantineIdInput)
    .output(rawSchema)
    .query(({ ctx, input }) => readRaw(ctx.db, ctx.as, input)),
  // A mutation by its transport alone: a draft may be longer than an address.
  check: procedure
    .input(draftInput)
    .output(draftCheckSchema)
    .mutation(({ ctx, input }) => checkDraft(ctx.db, ctx.as, input)),
  replay: procedure
    .input(draftInput)
    .output(becameSchema)
    .mutation(({ ctx, input }) => replayQuarantined(ctx.db, ctx.as, ctx.intake, input)),
  discard: procedure
    .input(discardQuarantinedInput)
    .mutation(({ ctx, input }) => discardQuarantined(ctx.db, ctx.as, input)),
  preview: procedure
    .input(bulkPreviewInput)
    .output(bulkPreviewSchema)
    .mutation(({ ctx, input }) => previewBulk(ctx.db, ctx.as, input)),
  carryOut: procedure
    .input(bulkApplyInput)
    .output(bulkResultSchema)
    .mutation(({ ctx, input }) => applyBulk(ctx.db, ctx.as, ctx.intake, input)),
});
