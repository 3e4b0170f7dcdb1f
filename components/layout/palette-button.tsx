'use client';

import { UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { useHydrated } from '../ui/use-hydrated.ts';
import styles from './shell.module.css';

/** Opens the palette, and tells its key as the keyboard at hand has it. */
export function PaletteButton() {
  const mac = useHydrated() && /mac|iphone|ipad/i.test(navigator.platform);
  return (
    <UnstyledButton
      className={styles.palette}
      onClick={() => spotlight.open()}
      aria-label="Find a screen, a case or a command"
    >
      {mac ? '⌘K' : 'Ctrl K'}
    </UnstyledButton>
  );
}
