import { z } from 'zod';
import { changePassword, listSessions, signOutEverywhere } from '../../auth/index.ts';
import { changePasswordInput, sessionView } from '../../auth/schema.ts';
import { ROLES } from '../../core/context.ts';
import { procedure, router } from '../trpc.ts';

export const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.enum(ROLES)),
  regions: z.array(z.string()),
});

export const sessionRouter = router({
  me: procedure.output(meSchema).query(({ ctx }) => {
    const { id, name, email, roles, regions } = ctx.as.actor;
    return { id, name, email, roles, regions };
  }),
  list: procedure.output(z.array(sessionView)).query(({ ctx }) => listSessions(ctx.db, ctx.as, ctx.sessionId)),
  changePassword: procedure
    .input(changePasswordInput)
    .output(z.object({ ended: z.number() }))
    .mutation(({ ctx, input }) => changePassword(ctx.db, ctx.as, input, ctx.sessionId)),
  signOutEverywhere: procedure
    .output(z.object({ ended: z.number() }))
    .mutation(async ({ ctx }) => ({ ended: await signOutEverywhere(ctx.db, ctx.as) })),
});
