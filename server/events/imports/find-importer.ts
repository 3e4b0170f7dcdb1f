import { requireRight, requireScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { DomainError, forbidden, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { SourceContext } from '../ingest/index.ts';
import { findOwnSource, findSourceById } from '../sources/index.ts';

/**
 * For which source somebody imports: a source for itself, an operator for any of their regions that is switched on, and for their
 * regions alone.
 * @throws DomainError `forbidden`, `unauthenticated`, `not_found`.
 */
export async function findImporter(
  db: Database,
  ctx: Context,
  sourceId: string,
  right: 'import.send' | 'mapping.save',
): Promise<SourceContext> {
  const { actor, clock } = ctx;
  if (actor.kind === 'source') {
    const sender = requireScope(actor, 'send');
    if (sender.id !== sourceId) throw forbidden('A source imports its own files only.');
    return { actor: sender, clock };
  }
  if (actor.kind !== 'person')
    throw new DomainError('unauthenticated', 'Files are imported by a source or an operator.');
  const person = requireRight(actor, right);
  await findOwnSource(db, person, sourceId);
  const source = await findSourceById(db, sourceId);
  if (!source) throw notFound('This source');
  if (!source.active) throw forbidden(`The source ${source.actor.name} is switched off.`);
  return { actor: { ...source.actor, sendRegions: person.regions }, clock };
}
