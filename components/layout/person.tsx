'use client';

import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { showTo } from '../live/shown-to.ts';

/** The signed-in person as the console knows them. What they may do is asked of the server, case by case. */
export type Me = {
  id: string;
  name: string;
  email: string;
  roles: { key: string; words: string }[];
  regions: string[];
};

const PersonContext = createContext<Me | null>(null);

export function PersonProvider({ me, children }: { me: Me; children: ReactNode }) {
  useEffect(() => showTo(me.id), [me.id]);
  return <PersonContext value={me}>{children}</PersonContext>;
}

/**
 * Who is signed in.
 * @throws Error outside the console's layout, where nobody need be.
 */
export function useMe(): Me {
  const me = useContext(PersonContext);
  if (!me) throw new Error('useMe is for screens inside the console, where somebody is signed in.');
  return me;
}
