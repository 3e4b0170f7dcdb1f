'use client';

import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { tell } from '../live/notices.ts';
import { postAuth } from '../sign-in/post-auth.ts';

export const SCHEMES: { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'As the system' },
];

/** Ends the session, and goes where one signs in; says so when it could not be ended. */
async function signOutHere() {
  const answer = await postAuth('signout').catch(() => null);
  if (answer?.ok) return window.location.assign('/sign-in');
  tell('You are still signed in: the server did not answer. Try again in a moment.', 'failed');
}

/** What can be done from anywhere: choose the colours, sign out. */
export function useCommands() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return { colorScheme, setColorScheme, leave: signOutHere };
}
