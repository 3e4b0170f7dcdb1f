'use client';

import { useMe } from '../layout/person.tsx';

/** Why the signed-in person may not change sources, or null when they may. The server asks again. */
export function useMayManage(): string | null {
  const { roles } = useMe();
  return roles.some(({ key }) => key === 'operator' || key === 'admin') ? null : 'This needs the role operator.';
}
