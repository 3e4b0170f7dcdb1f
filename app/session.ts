import { redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { authOptions, type PersonSession } from '@/server/auth/options';
import type { Bridge } from '@/server/bridge';

/** The running server's hand to the pages. */
export function bridge(): Bridge {
  if (!globalThis.holdpoint) {
    throw new Error('Pages are served by server/main.ts: start with `npm run demo`, `npm run dev` or `npm start`.');
  }
  return globalThis.holdpoint;
}

/** The signed-in person, or null. Read once a request. */
export const getPerson = cache(async () => {
  const session: PersonSession | null = await getServerSession(authOptions);
  return session?.personId ? bridge().person(session.personId) : null;
});

/** The signed-in person; anyone else is sent to sign in and comes back to `path`. */
export async function requirePerson(path: string) {
  const person = await getPerson();
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return person;
}
