'use client';

import { Tooltip, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
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
  return (
    <fieldset className={styles.metric}>
      <legend>
        <Tooltip label={definition} events={{ hover: true, focus: true, touch: true }}>
          <UnstyledButton className={styles.defined}>{label}</UnstyledButton>
        </Tooltip>
      </legend>
      <span className={styles.figure} data-tone={tone}>
        {value ?? 'no data'}
      </span>
      {note ? <span className={styles.figureNote}>{note}</span> : null}
    </fieldset>
  );
}

/** Figures side by side. */
export function Metrics({ children }: { children: ReactNode }) {
  return <div className={styles.metrics}>{children}</div>;
}
