import { z } from 'zod';
import { changeNoise, listNoise, tryNoise } from '../../decisions/detect/index.ts';
import { changeNoiseInput, noiseListSchema, triedSchema, tryNoiseInput } from '../../decisions/detect/noise/schema.ts';
import { procedure, router } from '../trpc.ts';

export const noiseRouter = router({
  list: procedure.output(noiseListSchema).query(({ ctx }) => listNoise(ctx.db, ctx.as)),
  attempt: procedure
    .input(tryNoiseInput)
    .output(triedSchema)
    .query(({ ctx, input }) => tryNoise(ctx.db, ctx.as, input)),
  change: procedure
    .input(changeNoiseInput)
    .output(z.object({ version: z.number().int() }))
    .mutation(({ ctx, input }) => changeNoise(ctx.db, ctx.as, input)),
});
