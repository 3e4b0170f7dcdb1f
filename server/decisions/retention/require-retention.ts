import { requireRight } from '../../auth/rights.ts';
import type { Actor, Person } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';

/**
 * The person behind a context, when they may say how long things are kept: what goes, goes in every region.
 * @throws DomainError `unauthenticated` for anyone but a person, `forbidden` without the right or a region.
 */
export function requireRetention(actor: Actor): Person {
  const person = requireRight(actor, 'retention.change');
  if (!person.regions.includes('*'))
    throw forbidden(
      'What goes, goes in every region, and not every region is yours. Ask somebody who has all of them.',
      'every-region',
    );
  return person;
}
