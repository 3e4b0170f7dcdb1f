import type { ReactNode } from 'react';
import { TakeOver } from '../live/take-over.tsx';
import { Link } from '../ui/link.tsx';
import styles from './pages.module.css';

/** A page that has nothing to show but a sentence and a way on. */
export function MessagePage({ title, children, actions }: { title: string; children: ReactNode; actions?: ReactNode }) {
  return (
    <div className={styles.messagePage}>
      <h1>{title}</h1>
      <p>{children}</p>
      <p className={styles.ways}>
        {actions}
        <Link href="/queue">Go to the queue</Link>
      </p>
      <TakeOver />
    </div>
  );
}
