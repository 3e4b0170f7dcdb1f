import { isInScope, regionScope } from '../../auth/rights.ts';
import type { Person } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';

/**
 * Lets a person give a key the regions that they have themselves, and no others.
 * @throws DomainError `forbidden`.
 */
export function mayGrant(person: Person, regions: readonly string[]): void {
  const scope = regionScope(person);
  // "*" is no region of anybody: it is within the scope of those who see every one.
  const beyond = regions.filter((region) => !isInScope(scope, region));
  if (!beyond.length) return;
  const names = beyond.map((region) => (region === '*' ? 'every region' : region)).join(', ');
  throw forbidden(`A key reads at most what you read yourself; ${names} is beyond your regions.`);
}
