'use client';

import { type ReactNode, useId } from 'react';
import styles from './ui.module.css';

type Props = {
  title: string /** What qualifies it, at the end of the heading's line. */;
  aside?: ReactNode;
  children: ReactNode;
  /** The heading names a thing (a source, a stream) and is written as its name is. */
  plain?: boolean;
};

/** One question of a card and its answer: a quiet heading, a hairline, the content. A landmark named by its heading. */
export function Section({ title, aside, children, plain }: Props) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead} data-plain={plain || undefined}>
        <h2 id={id}>{title}</h2>
        {aside ? <div className={styles.sectionAside}>{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
