import { type Right, requireEveryRegion as requireEvery } from '../../auth/rights.ts';
import type { Actor, Person } from '../../core/context.ts';

/**
 * The person behind a context, when they hold the right and see every region: what could not be read names no region that
 * could be trusted.
 * @throws DomainError `forbidden` for a person of some regions.
 */
export const requireEveryRegion = (actor: Actor, right: Right): Person =>
  requireEvery(
    actor,
    right,
    'A signal that could not be accepted belongs to no region yet; people who see every region read it.',
  );
