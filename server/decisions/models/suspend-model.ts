import type { z } from 'zod';
import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { changeModelStatus } from './change-status.ts';
import { suspendRefusal } from './rules.ts';
import { changeModelInput, type ModelState } from './schema.ts';

/**
 * suspendModel takes a model out of use, with a reason: agents that need it propose nothing more, what waits for people on its
 * word is withdrawn by the decide loop, and nobody can approve it meanwhile. What was decided stays decided.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it is not listed.
 */
export async function suspendModel(
  db: Database,
  ctx: Context,
  input: z.input<typeof changeModelInput>,
): Promise<{ status: ModelState }> {
  const person = requireRight(ctx.actor, 'model.suspend');
  const named = changeModelInput.parse(input);
  return changeModelStatus(db, ctx, person, {
    ...named,
    to: 'suspended',
    action: 'model.suspended',
    refusal: suspendRefusal,
    verb: 'suspended',
  });
}
