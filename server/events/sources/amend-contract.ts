import type { z } from 'zod';
import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { readApart } from '../reading/index.ts';
import { amendInput } from './schema.ts';

/**
 * The text of a contract with other promises or another classification of a field; nothing is stored.
 * @throws DomainError `forbidden`, `invalid` when the text is no contract or has no such field.
 */
export async function amendContract(ctx: Context, input: z.input<typeof amendInput>): Promise<string> {
  requireRight(ctx.actor, 'source.manage');
  const { document: text, classify, ...promises } = amendInput.parse(input);
  return readApart('amended', { text, promises, classify: classify ?? null }, { lane: 'short', what: 'The document' });
}
