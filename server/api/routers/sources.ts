import { z } from 'zod';
import { countAlerting, readHealth } from '../../events/health/index.ts';
import { healthInput, healthSchema } from '../../events/health/schema.ts';
import {
  addSource,
  amendContract,
  checkContract,
  compareContracts,
  draftContract,
  listReplays,
  listSources,
  listTypes,
  readContract,
  readDetectionQuality,
  readSource,
  releaseContract,
  revokeKey,
  rotateKey,
  switchContract,
  switchSource,
} from '../../events/sources/index.ts';
import {
  addSourceInput,
  amendInput,
  changeSchema,
  checkContractInput,
  compareInput,
  contractCheckSchema,
  contractDocumentSchema,
  contractInput,
  detectionQualitySchema,
  newKeySchema,
  releaseContractInput,
  replayViewSchema,
  revokeKeyInput,
  rotateKeyInput,
  sourceDetailSchema,
  sourceViewSchema,
  switchContractInput,
  switchSourceInput,
  versionsInput,
} from '../../events/sources/schema.ts';
import { procedure, router } from '../trpc.ts';

export const sourcesRouter = router({
  read: procedure
    .input(z.object({ id: z.uuid() }))
    .output(sourceDetailSchema)
    .query(({ ctx, input }) => readSource(ctx.db, ctx.as, input.id)),
  alerting: procedure.output(z.number().int()).query(({ ctx }) => countAlerting(ctx.db, ctx.as)),
  health: procedure
    .input(healthInput)
    .output(healthSchema)
    .query(({ ctx, input }) => readHealth(ctx.db, ctx.as, input)),
  types: procedure
    .output(z.array(z.object({ type: z.string(), meaning: z.string(), owner: z.string() })))
    .query(({ ctx }) => listTypes(ctx.as)),
  contract: procedure
    .input(versionsInput)
    .output(contractDocumentSchema)
    .query(({ ctx, input }) => readContract(ctx.db, ctx.as, input)),
  compare: procedure
    .input(compareInput)
    .output(z.array(changeSchema))
    .query(({ ctx, input }) => compareContracts(ctx.db, ctx.as, input)),
  draft: procedure
    .input(contractInput)
    .output(z.string())
    .query(({ ctx, input }) => draftContract(ctx.db, ctx.as, input)),
  check: procedure
    .input(checkContractInput)
    .output(contractCheckSchema)
    .mutation(({ ctx, input }) => checkContract(ctx.db, ctx.as, input)),
  amend: procedure
    .input(amendInput)
    .output(z.string())
    .mutation(({ ctx, input }) => amendContract(ctx.as, input)),
  release: procedure
    .input(releaseContractInput)
    .output(z.number().int())
    .mutation(({ ctx, input }) => releaseContract(ctx.db, ctx.as, input)),
  switchContract: procedure
    .input(switchContractInput)
    .mutation(({ ctx, input }) => switchContract(ctx.db, ctx.as, input)),
  add: procedure
    .input(addSourceInput)
    .output(newKeySchema)
    .mutation(({ ctx, input }) => addSource(ctx.db, ctx.as, input)),
  rotateKey: procedure
    .input(rotateKeyInput)
    .output(newKeySchema)
    .mutation(({ ctx, input }) => rotateKey(ctx.db, ctx.as, input)),
  revokeKey: procedure.input(revokeKeyInput).mutation(({ ctx, input }) => revokeKey(ctx.db, ctx.as, input)),
  switch: procedure.input(switchSourceInput).mutation(({ ctx, input }) => switchSource(ctx.db, ctx.as, input)),
  list: procedure.output(z.array(sourceViewSchema)).query(({ ctx }) => listSources(ctx.db, ctx.as)),
  replays: procedure.output(z.array(replayViewSchema)).query(({ ctx }) => listReplays(ctx.db, ctx.as)),
  quality: procedure.output(z.array(detectionQualitySchema)).query(({ ctx }) => readDetectionQuality(ctx.db, ctx.as)),
});
