'use client';

import { useDisclosure } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { useHotkeysSafe } from '../ui/use-hotkeys-safe.ts';
import { KeyHelp } from './key-help.tsx';
import { SCREENS, type ScreenHref } from './screens.ts';

/** The keys that work on every screen: `g` and a letter to go somewhere, `?` for help. */
export function GlobalKeys({ screens }: { screens: readonly ScreenHref[] }) {
  const router = useRouter();
  const [opened, help] = useDisclosure(false);
  const go = SCREENS.filter(({ href }) => screens.includes(href)).map(
    ({ href, keys }) => [keys, () => router.push(href)] as const,
  );
  useHotkeysSafe({ ...Object.fromEntries(go), '?': help.open });
  return <KeyHelp opened={opened} onClose={help.close} />;
}
