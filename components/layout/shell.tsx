'use client';

import type { ReactNode } from 'react';
import { LiveProvider, useLive } from '../live/live-provider.tsx';
import { Link } from '../ui/link.tsx';
import { ConnectionBadge } from './connection-badge.tsx';
import { GlobalKeys } from './global-keys.tsx';
import { NavLinks } from './nav-links.tsx';
import { OtherPersonBanner } from './other-person-banner.tsx';
import { PaletteButton } from './palette-button.tsx';
import { type Me, PersonProvider } from './person.tsx';
import { PersonMenu } from './person-menu.tsx';
import { PhoneMenu } from './phone-menu.tsx';
import type { ScreenHref } from './screens.ts';
import styles from './shell.module.css';
import { StaleBanner } from './stale-banner.tsx';
import { WorldClock } from './world-clock.tsx';

type Props = { me: Me; screens: readonly ScreenHref[]; children: ReactNode };

/** The frame of every screen for a signed-in person: the bar, the connection, the keys, and the content. */
export function Shell({ me, screens, children }: Props) {
  return (
    <PersonProvider me={me}>
      <LiveProvider>
        <Frame screens={screens}>{children}</Frame>
        <GlobalKeys screens={screens} />
      </LiveProvider>
    </PersonProvider>
  );
}

function Frame({ screens, children }: Omit<Props, 'me'>) {
  const { state } = useLive();
  return (
    <div className={styles.frame} data-live={state}>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.bar}>
        <PhoneMenu screens={screens} />
        <Link href="/queue" className={styles.brand}>
          Holdpoint
        </Link>
        <nav className={styles.wideOnly} aria-label="Screens">
          <NavLinks screens={screens} />
        </nav>
        <div className={styles.end}>
          <ConnectionBadge />
          <div className={styles.wideOnly}>
            <WorldClock />
          </div>
          <PaletteButton screens={screens} />
          <PersonMenu />
        </div>
      </header>
      <OtherPersonBanner />
      <StaleBanner />
      <main id="main" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </div>
  );
}
