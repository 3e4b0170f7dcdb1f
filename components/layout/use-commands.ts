'use client';

import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';

export const SCHEMES: { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'As the system' },
];

/** Ends the session. What it needs is fetched when it is asked for. */
async function signOutHere() {
  const { signOut } = await import('next-auth/react');
  await signOut({ callbackUrl: '/sign-in' });
}

/** What can be done from anywhere: choose the colours, sign out. */
export function useCommands() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return { colorScheme, setColorScheme, leave: signOutHere };
}
