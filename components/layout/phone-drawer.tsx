'use client';

import { Drawer } from '@mantine/core';
import { NavLinks } from './nav-links.tsx';
import type { ScreenHref } from './screens.ts';
import { WorldClock } from './world-clock.tsx';

/** The screens and the world's time, over the page. */
export function PhoneDrawer({ screens, onClose }: { screens: readonly ScreenHref[]; onClose: () => void }) {
  return (
    <Drawer opened onClose={onClose} title="Holdpoint" size={280} closeButtonProps={{ 'aria-label': 'Close the menu' }}>
      <nav aria-label="Screens">
        <NavLinks screens={screens} onFollow={onClose} />
      </nav>
      <WorldClock />
    </Drawer>
  );
}
