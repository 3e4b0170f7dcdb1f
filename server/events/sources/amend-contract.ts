import { stringify } from 'yaml';
import type { z } from 'zod';
import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { amendClassification, amendPromises, readDocument } from '../odcs/index.ts';
import { amendInput } from './schema.ts';

/**
 * The text of a contract with other promises or another classification of a field; nothing is stored.
 * @throws DomainError `forbidden`, `invalid` when the text is no contract or has no such field.
 */
export function amendContract(ctx: Context, input: z.input<typeof amendInput>): string {
  requireRight(ctx.actor, 'source.manage');
  const { document: text, classify, ...promises } = amendInput.parse(input);
  const amended = amendPromises(readDocument(text).document, promises);
  if (!classify) return stringify(amended);
  const classified = amendClassification(amended, classify.path, classify.classification);
  if (!classified) throw invalid(`The contract names no field ${classify.path}.`, { path: 'Choose a field of it.' });
  return stringify(classified);
}
