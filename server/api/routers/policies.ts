import { readPolicies } from '../../decisions/policies/index.ts';
import { policiesSchema } from '../../decisions/policies/schema.ts';
import { procedure, router } from '../trpc.ts';

export const policiesRouter = router({
  read: procedure.output(policiesSchema).query(({ ctx }) => readPolicies(ctx.db, ctx.as)),
});
