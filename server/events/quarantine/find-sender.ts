import type { Clock } from '../../core/clock.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { SourceContext } from '../ingest/index.ts';
import { findSourceById } from '../sources/index.ts';

/**
 * The source that a quarantined signal came from, as it stands now, to send in its name.
 * @throws DomainError `not_found` when it is gone, `conflict` when it is switched off.
 */
export async function findSender(db: Database, clock: Clock, sourceId: string): Promise<SourceContext> {
  const source = await findSourceById(db, sourceId);
  if (!source) throw notFound('The source of this signal');
  if (!source.active)
    throw conflict(`The source ${source.actor.name} is switched off. Nothing is accepted in its name.`);
  return { actor: source.actor, clock };
}
