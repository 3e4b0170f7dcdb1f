import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { CONTRACTS } from '../contracts/index.ts';
import { shapeOf } from '../formats/index.ts';
import { readApart } from '../reading/index.ts';
import { PREVIEW_BYTES } from './constants.ts';
import { type ImportTarget, type Preview, type PreviewInput, previewInput } from './schema.ts';

/** The contracts that rows of a file can fill, with the fields of each. */
export function listTargets(ctx: Context): ImportTarget[] {
  requireRight(ctx.actor, 'signals.read');
  return CONTRACTS.flatMap((contract) => {
    const shape = shapeOf(contract);
    const { type, version, meaning } = contract;
    return shape ? [{ type, version, meaning, fields: shape.fields }] : [];
  });
}

/**
 * The first rows of a file as the signals they would become, with what is wrong with them; nothing is stored.
 * @throws DomainError `forbidden`, `invalid` when the start of the file cannot be read.
 */
export async function previewFile(ctx: Context, input: PreviewInput): Promise<Preview> {
  requireRight(ctx.actor, 'import.send');
  const { start, whole, guess, mapping } = previewInput.parse(input);
  const bytes = Buffer.from(start, 'base64').subarray(0, PREVIEW_BYTES);
  const now = ctx.clock.now().getTime();
  return readApart('preview', { bytes, whole, guess, mapping, now }, { lane: 'short', what: 'The start of the file' });
}
