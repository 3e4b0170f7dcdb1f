import type { ReactNode } from 'react';
import styles from './ui.module.css';

type Props = {
  title: ReactNode;
  /** One line beside the title: totals, state, owner. */
  aside?: ReactNode;
  /** Buttons, at the end of the line. */
  actions?: ReactNode;
};

/** The one `h1` of a screen, with what stands beside it. */
export function PageHeader({ title, aside, actions }: Props) {
  return (
    <header className={styles.pageHeader}>
      <h1>{title}</h1>
      {aside ? <div className={styles.pageAside}>{aside}</div> : null}
      {actions ? <div className={styles.pageActions}>{actions}</div> : null}
    </header>
  );
}
