'use client';

import { useMe } from '../layout/person.tsx';

/** Why the signed-in person may not import files, or null when they may. The server asks again. */
export function useMayImport(): string | null {
  const { roles } = useMe();
  return roles.some(({ key }) => key === 'operator') ? null : 'Files are imported by an operator.';
}
