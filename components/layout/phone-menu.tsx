'use client';

import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { NavLinks } from './nav-links.tsx';
import type { ScreenHref } from './screens.ts';
import styles from './shell.module.css';
import { WorldClock } from './world-clock.tsx';

/** The screens behind one button, where the bar has no room for them. */
export function PhoneMenu({ screens }: { screens: readonly ScreenHref[] }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <div className={styles.phoneOnly}>
      <Burger opened={opened} onClick={toggle} size="sm" aria-label={opened ? 'Close the menu' : 'Open the menu'} />
      <Drawer
        opened={opened}
        onClose={close}
        title="Holdpoint"
        size={280}
        closeButtonProps={{ 'aria-label': 'Close the menu' }}
      >
        <nav aria-label="Screens">
          <NavLinks screens={screens} onFollow={close} />
        </nav>
        <WorldClock />
      </Drawer>
    </div>
  );
}
