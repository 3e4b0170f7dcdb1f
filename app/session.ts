import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Bridge } from '@/server/bridge';

/** The running server's hand to the pages. */
export function bridge(): Bridge {
  if (!globalThis.holdpoint) {
    throw new Error('Pages are served by server/main.ts: start with `npm run demo`, `npm run dev` or `npm start`.');
  }
  return globalThis.holdpoint;
}

const askedBy = async () => ({ cookie: (await headers()).get('cookie') ?? undefined });

/** The signed-in person, or null. Read once a request. */
export const getPerson = cache(async () => bridge().person(await askedBy()));

/** What to tell somebody whose session has ended, or null. */
export const getEnd = async () => bridge().explainEnd(await askedBy());

/** The signed-in person; anyone else is sent to sign in and comes back to `path`. */
export async function requirePerson(path: string) {
  const person = await getPerson();
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return person;
}
