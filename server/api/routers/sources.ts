import { z } from 'zod';
import {
  listQuarantine,
  listReplays,
  listSignals,
  listSources,
  readDetectionQuality,
} from '../../events/sources/index.ts';
import {
  detectionQualitySchema,
  quarantineRowSchema,
  replayViewSchema,
  signalRowSchema,
  sourceViewSchema,
} from '../../events/sources/schema.ts';
import { procedure, router } from '../trpc.ts';

export const sourcesRouter = router({
  list: procedure.output(z.array(sourceViewSchema)).query(({ ctx }) => listSources(ctx.db, ctx.as)),
  replays: procedure.output(z.array(replayViewSchema)).query(({ ctx }) => listReplays(ctx.db, ctx.as)),
  quality: procedure.output(z.array(detectionQualitySchema)).query(({ ctx }) => readDetectionQuality(ctx.db, ctx.as)),
  signals: procedure
    .input(
      z.object({ before: z.string().optional(), type: z.string().optional(), search: z.string().max(200).optional() }),
    )
    .output(z.array(signalRowSchema))
    .query(({ ctx, input }) => listSignals(ctx.db, ctx.as, input)),
  quarantine: procedure.output(z.array(quarantineRowSchema)).query(({ ctx }) => listQuarantine(ctx.db, ctx.as)),
});
