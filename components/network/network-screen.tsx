'use client';

import type { NetworkList } from '../../server/events/world/network/constants.ts';
import { Link } from '../ui/link.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import styles from './network.module.css';
import { NetworkTable } from './network-table.tsx';
import { NETWORK_VIEWS, viewAddress } from './views.ts';

/** What the world is known to be, as the sources last told it: one list a tab, each an address of its own. */
export function NetworkScreen({ list }: { list: NetworkList }) {
  return (
    <>
      <PageHeader title="Network" aside="as the sources last told it" />
      <nav className={styles.tabs} aria-label="Lists of the network">
        {NETWORK_VIEWS.map(({ key, label }) => (
          <Link key={key} href={viewAddress(key)} aria-current={key === list ? 'page' : undefined} scroll={false}>
            {label}
          </Link>
        ))}
      </nav>
      <NetworkTable key={list} list={list} />
    </>
  );
}
