import { z } from 'zod';
import {
  changeModelStatus,
  listAgents,
  listFeatures,
  listModels,
  readFeature,
  readModel,
  readProposalFacts,
} from '../../decisions/models/index.ts';
import {
  agentSchema,
  changeModelInput,
  factsInput,
  factsSchema,
  modelCardSchema,
  modelInput,
  modelSchema,
} from '../../decisions/models/schema.ts';
import { featureSchema, featureValueSchema } from '../../events/features/schema.ts';
import { procedure, router } from '../trpc.ts';

export const agentsRouter = router({
  list: procedure.output(z.array(agentSchema)).query(({ ctx }) => listAgents(ctx.db, ctx.as)),
  models: procedure.output(z.array(modelSchema)).query(({ ctx }) => listModels(ctx.db, ctx.as)),
  model: procedure
    .input(modelInput)
    .output(modelCardSchema)
    .query(({ ctx, input }) => readModel(ctx.db, ctx.as, input)),
  suspend: procedure
    .input(changeModelInput)
    .mutation(({ ctx, input }) => changeModelStatus(ctx.db, ctx.as, { ...input, to: 'suspended' })),
  resume: procedure
    .input(changeModelInput)
    .mutation(({ ctx, input }) => changeModelStatus(ctx.db, ctx.as, { ...input, to: 'listed' })),
  features: procedure.output(z.array(featureSchema)).query(({ ctx }) => listFeatures(ctx.db, ctx.as)),
  feature: procedure
    .input(z.object({ name: z.string().max(120) }))
    .output(z.object({ versions: z.array(featureSchema), values: z.array(featureValueSchema) }))
    .query(({ ctx, input }) => readFeature(ctx.db, ctx.as, input)),
  facts: procedure
    .input(factsInput)
    .output(factsSchema)
    .query(({ ctx, input }) => readProposalFacts(ctx.db, ctx.as, input)),
});
