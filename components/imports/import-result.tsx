'use client';

import { Progress } from '@mantine/core';
import { Link } from '../ui/link.tsx';
import { Section } from '../ui/section.tsx';
import { Account } from './account.tsx';
import { importOf } from './address.ts';
import styles from './imports.module.css';
import { RowErrors } from './row-errors.tsx';
import type { useUpload } from './use-upload.ts';

type Props = { sourceId: string; sending: ReturnType<typeof useUpload>['sending'] };

/** How far a file has come, and what became of it. */
export function ImportResult({ sourceId, sending }: Props) {
  if (sending.state === 'idle') return null;
  if (sending.state === 'sending' || sending.state === 'reading') {
    const share = sending.state === 'reading' ? 100 : Math.round(sending.share * 100);
    return (
      <Section title="Sending">
        <Progress value={share} animated={sending.state === 'reading'} aria-label="Sent" />
        <p className={styles.note} role="status">
          {sending.state === 'reading' ? 'All of it has arrived; its rows are being read.' : `${share} % sent.`}
        </p>
      </Section>
    );
  }
  if (sending.state === 'refused') {
    return (
      <Section title="Refused">
        <p className={styles.wrong} role="alert">
          {sending.reason}
        </p>
        {sending.importId ? <Link href={importOf(sourceId, sending.importId)}>Open the import</Link> : null}
      </Section>
    );
  }
  const { answer } = sending;
  return (
    <Section title="Imported">
      <div role="status">
        <Account row={{ ...answer, quarantined: answer.rows - answer.accepted - answer.duplicates - answer.refused }} />
      </div>
      <RowErrors errors={answer.rowErrors} />
      <div className={styles.acts}>
        <Link href={importOf(sourceId, answer.id)}>Open the import</Link>
      </div>
    </Section>
  );
}
