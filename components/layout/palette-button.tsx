'use client';

import { UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useHydrated } from '../ui/use-hydrated.ts';
import type { ScreenHref } from './screens.ts';
import styles from './shell.module.css';

const Palette = dynamic(() => import('./palette.tsx').then((file) => file.Palette), { ssr: false });

/** Opens the palette, by click or by ⌘K anywhere, and tells the key as the keyboard at hand has it. */
export function PaletteButton({ screens }: { screens: readonly ScreenHref[] }) {
  const [asked, setAsked] = useState(0);
  const ask = () => setAsked((before) => before + 1);
  useHotkeys([['mod+K', ask]], []);
  const keys = useHydrated() && /mac|iphone|ipad/i.test(navigator.platform) ? '⌘K' : 'Ctrl K';
  return (
    <>
      <UnstyledButton
        className={styles.palette}
        onClick={ask}
        aria-label={`${keys}: find a screen, a case or a command`}
      >
        {keys}
      </UnstyledButton>
      {asked > 0 ? <Palette screens={screens} asked={asked} /> : null}
    </>
  );
}
