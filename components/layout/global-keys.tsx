'use client';

import { useDisclosure } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useHotkeysSafe } from '../ui/use-hotkeys-safe.ts';
import { SCREENS, type ScreenHref } from './screens.ts';

const KeyHelp = dynamic(() => import('./key-help.tsx').then((file) => file.KeyHelp), { ssr: false });

/** The keys that work on every screen: `g` and a letter to go somewhere, `?` for help. */
export function GlobalKeys({ screens }: { screens: readonly ScreenHref[] }) {
  const router = useRouter();
  const [opened, help] = useDisclosure(false);
  const go = SCREENS.filter(({ href }) => screens.includes(href)).map(
    ({ href, keys }) => [keys, () => router.push(href)] as const,
  );
  useHotkeysSafe({ ...Object.fromEntries(go), '?': help.open });
  return opened ? <KeyHelp onClose={help.close} /> : null;
}
