import { type Right, regionScope, requireRight } from '../../auth/rights.ts';
import type { Actor, Person } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';

/**
 * The person behind a context, when they hold the right and see every region: what could not be read names no region that
 * could be trusted.
 * @throws DomainError `forbidden` for a person of some regions.
 */
export function requireEveryRegion(actor: Actor, right: Right): Person {
  const person = requireRight(actor, right);
  if (regionScope(person).regions) {
    throw forbidden(
      'A signal that could not be accepted belongs to no region yet; people who see every region read it.',
      'every-region',
    );
  }
  return person;
}
