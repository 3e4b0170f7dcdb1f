'use client';

import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { signOut } from 'next-auth/react';

export const SCHEMES: { value: MantineColorScheme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'As the system' },
];

/** What can be done from anywhere: choose the colours, sign out. */
export function useCommands() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return { colorScheme, setColorScheme, leave: () => void signOut({ callbackUrl: '/sign-in' }) };
}
