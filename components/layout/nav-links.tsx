'use client';

import { usePathname } from 'next/navigation';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { SCREENS, type ScreenHref } from './screens.ts';
import styles from './shell.module.css';
import { useCounts } from './use-counts.ts';

/** The screens a person may see, with how much waits in each where that is known. */
export function NavLinks({ screens, onFollow }: { screens: readonly ScreenHref[]; onFollow?: () => void }) {
  const pathname = usePathname();
  const counts = useCounts();
  const here = (href: string) =>
    pathname === href || pathname.startsWith(`${href}/`) || (href === '/queue' && pathname.startsWith('/disruptions/'));
  return (
    <ul className={styles.nav}>
      {SCREENS.filter(({ href }) => screens.includes(href)).map(({ href, label }) => {
        const count = counts[href];
        return (
          <li key={href}>
            <Link href={href} aria-current={here(href) ? 'page' : undefined} onClick={onFollow}>
              {label}
              {count ? <span className="num"> {formatCount(count)}</span> : null}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
