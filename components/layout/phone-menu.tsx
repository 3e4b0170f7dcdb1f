'use client';

import { Burger } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import type { ScreenHref } from './screens.ts';
import styles from './shell.module.css';

const PhoneDrawer = dynamic(() => import('./phone-drawer.tsx').then((file) => file.PhoneDrawer), { ssr: false });

/** The screens behind one button, where the bar has no room for them. */
export function PhoneMenu({ screens }: { screens: readonly ScreenHref[] }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <div className={styles.phoneOnly}>
      <Burger opened={opened} onClick={toggle} size="sm" aria-label="Open the menu" aria-expanded={opened} />
      {opened ? <PhoneDrawer screens={screens} onClose={close} /> : null}
    </div>
  );
}
