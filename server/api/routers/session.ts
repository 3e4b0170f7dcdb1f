import { z } from 'zod';
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
});
