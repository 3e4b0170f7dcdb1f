'use client';

import { type ReactNode, useId } from 'react';
import { Tip } from './tip.tsx';
import styles from './ui.module.css';

type Props = {
  label: string;
  /** Exactly what is counted; told on hover, focus and touch. */
  definition: string;
  /** The figure; null says "no data", which is not zero. */
  value: ReactNode;
  /** What it is out of, or its unit: "of 602". */
  note?: string;
  tone?: 'ok' | 'danger';
};

/** A figure with its name and its definition. */
export function Metric({ label, definition, value, note, tone }: Props) {
  const id = useId();
  return (
    <fieldset className={styles.metric} aria-label={label}>
      <Tip text={definition}>
        <button type="button" className={styles.defined} aria-describedby={id}>
          {label}
        </button>
      </Tip>
      <span id={id} hidden>
        {definition}
      </span>
      <div>
        <span className={styles.figure} data-tone={tone}>
          {value ?? 'no data'}
        </span>
        {note ? <span className={styles.figureNote}>{note}</span> : null}
      </div>
    </fieldset>
  );
}

/** Figures side by side. */
export function Metrics({ children }: { children: ReactNode }) {
  return <div className={styles.metrics}>{children}</div>;
}
