import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import type { ScreenHref } from '@/components/layout/screens';
import { Shell } from '@/components/layout/shell';
import { may, type Right, ROLE_WORDS } from '@/server/auth/rights';

/** What a person must be allowed to read for a screen to stand in their bar. */
const NEEDS: Record<ScreenHref, Right | null> = {
  '/queue': 'disruption.read',
  '/approvals': 'disruption.read',
  '/actions': 'action.read',
  '/network': 'network.read',
  '/signals': 'signals.read',
  '/sources': 'signals.read',
  '/policies': 'policy.read',
  '/agents': 'model.read',
  '/audit': 'audit.read',
  '/settings': null,
};

/** The gate and the frame around every screen, with the counts of its bar. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  // Here and not only in the page: beneath the loading screen a refusal could no longer be a redirect of its own.
  const person = await requirePerson((await headers()).get('x-address') ?? '/queue');
  const screens = (Object.keys(NEEDS) as ScreenHref[]).filter((href) => {
    const right = NEEDS[href];
    return right === null || may(person.roles, right);
  });
  const me = { ...person, roles: person.roles.map((key) => ({ key, words: ROLE_WORDS[key] })) };
  return (
    <Prefetched
      person={person}
      inParts
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.disruptions.totals.queryOptions()),
        client.prefetchQuery(trpc.actions.count.queryOptions()),
      ]}
    >
      <Shell me={me} screens={screens}>
        {children}
      </Shell>
    </Prefetched>
  );
}
