import { z } from 'zod';
import {
  listImports,
  listMappings,
  listTargets,
  previewFile,
  readAgain,
  readImport,
  saveMapping,
} from '../../events/imports/index.ts';
import {
  importListSchema,
  importTargetSchema,
  importViewSchema,
  mappingViewSchema,
  previewInput,
  previewSchema,
  saveMappingInput,
} from '../../events/imports/schema.ts';
import { procedure, router } from '../trpc.ts';

const bySource = z.object({ sourceId: z.string().max(100) });

export const importsRouter = router({
  list: procedure
    .input(bySource)
    .output(importListSchema)
    .query(({ ctx, input }) => listImports(ctx.db, ctx.as, input.sourceId)),
  read: procedure
    .input(z.object({ id: z.string().max(100) }))
    .output(importViewSchema)
    .query(({ ctx, input }) => readImport(ctx.db, ctx.as, input.id)),
  mappings: procedure
    .input(bySource)
    .output(z.array(mappingViewSchema))
    .query(({ ctx, input }) => listMappings(ctx.db, ctx.as, input.sourceId)),
  targets: procedure.output(z.array(importTargetSchema)).query(({ ctx }) => listTargets(ctx.as)),
  // A mutation only because the start of a file is too long for an address; it stores nothing.
  preview: procedure
    .input(previewInput)
    .output(previewSchema)
    .mutation(({ ctx, input }) => previewFile(ctx.as, input)),
  readAgain: procedure
    .input(z.object({ id: z.string().max(100) }))
    .mutation(({ ctx, input }) => readAgain(ctx.db, ctx.as, input)),
  saveMapping: procedure.input(saveMappingInput).mutation(({ ctx, input }) => saveMapping(ctx.db, ctx.as, input)),
});
