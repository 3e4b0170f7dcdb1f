import type { ReactNode } from 'react';
import { getPerson } from '@/app/session';
import type { ScreenHref } from '@/components/layout/screens';
import { Shell } from '@/components/layout/shell';
import { may, type Right, ROLE_WORDS } from '@/server/auth/rights';

/** What a person must be allowed to read for a screen to stand in their bar. */
const NEEDS: Record<ScreenHref, Right | null> = {
  '/queue': 'disruption.read',
  '/approvals': 'disruption.read',
  '/actions': 'action.read',
  '/signals': 'signals.read',
  '/sources': 'signals.read',
  '/policies': 'policy.read',
  '/audit': 'audit.read',
  '/settings': null,
};

/** The frame around every screen. Each page sends those who are not signed in to sign in, so that they come back to it. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await getPerson();
  if (!person) return children;
  const screens = (Object.keys(NEEDS) as ScreenHref[]).filter((href) => {
    const right = NEEDS[href];
    return right === null || may(person.roles, right);
  });
  const me = { ...person, roles: person.roles.map((key) => ({ key, words: ROLE_WORDS[key] })) };
  return (
    <Shell me={me} screens={screens}>
      {children}
    </Shell>
  );
}
