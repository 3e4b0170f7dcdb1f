import type { Person } from '../core/context.ts';
import { DomainError } from '../core/errors.ts';

/** The header in which a page names the person it was made for. A call without it is no page's, and means whoever is signed in. */
export const SHOWN_TO = 'x-shown-to';

/** @throws DomainError `other_person` when a page was made for somebody else than the person who is signed in now. */
export function checkShown({ id, name }: Person, shownTo: string | undefined): void {
  if (shownTo === undefined || shownTo === id) return;
  throw new DomainError(
    'other_person',
    `You are signed in as ${name} now, and this page was made for somebody else. Reload it to go on as ${name}.`,
    { detail: { id, name } },
  );
}
