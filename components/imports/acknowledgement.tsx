'use client';

import { Button, CopyButton } from '@mantine/core';
import { Section } from '../ui/section.tsx';
import styles from './imports.module.css';

type Props = { id: string; text: string; kind: string };

/** What the sender was answered in its own language, to read, copy or save. */
export function Acknowledgement({ id, text, kind }: Props) {
  return (
    <Section title="Acknowledgement" aside={kind}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.acknowledgement} aria-label="Text of the acknowledgement" tabIndex={0}>
        {text}
      </section>
      <div className={styles.acts}>
        <CopyButton value={text}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
        </CopyButton>
        <Button component="a" href={`/api/imports/${id}/acknowledgement`} download>
          Download
        </Button>
      </div>
    </Section>
  );
}
