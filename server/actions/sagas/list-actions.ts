import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { actionRowOf, findActions } from './queries.ts';
import { type ActionRow, listActionsInput } from './schema.ts';

/** Lists actions in the person's regions, newest first. @throws DomainError `forbidden`. */
export async function listActions(
  db: Database,
  ctx: Context,
  input: z.input<typeof listActionsInput>,
): Promise<ActionRow[]> {
  const person = requireRight(ctx.actor, 'action.read');
  const { filter } = listActionsInput.parse(input);
  return (await findActions(db, regionScope(person), filter)).map(actionRowOf);
}
