import type { z } from 'zod';
import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { changeModelStatus } from './change-status.ts';
import { resumeRefusal } from './rules.ts';
import { changeModelInput, type ModelState } from './schema.ts';

/**
 * resumeModel lists a suspended model again, with a reason; the decide loop then asks about the cases that were held.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it is not suspended.
 */
export async function resumeModel(
  db: Database,
  ctx: Context,
  input: z.input<typeof changeModelInput>,
): Promise<{ status: ModelState }> {
  const person = requireRight(ctx.actor, 'model.suspend');
  const named = changeModelInput.parse(input);
  return changeModelStatus(db, ctx, person, {
    ...named,
    to: 'listed',
    action: 'model.resumed',
    refusal: resumeRefusal,
    verb: 'resumed',
  });
}
