'use client';

import { useMe } from '../layout/person.tsx';

/** Why the signed-in person may not replay or discard, or null when they may. The server asks again. */
export function useMayHandle(): string | null {
  const { roles, regions } = useMe();
  if (!roles.some(({ key }) => key === 'operator')) return 'This needs the role operator.';
  return regions.includes('*') ? null : 'This needs somebody who sees every region.';
}
