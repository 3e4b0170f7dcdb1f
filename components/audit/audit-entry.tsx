'use client';

import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { AuditEntryView } from '../../server/audit/schema.ts';
import { Stamp } from '../ui/times.tsx';
import classes from './audit.module.css';
import { EntryDiff } from './entry-diff.tsx';
import { Hash } from './hash.tsx';
import { SoundMark } from './sound-mark.tsx';

const actorWords = ({ kind, id, name, roles }: AuditEntryView['actor']): string =>
  `${name ?? id} (${roles.length ? roles.join(', ') : kind})`;

/** One audit entry: who, when, what it means; the values and the hash open in place. */
export function AuditEntry({ entry, target }: { entry: AuditEntryView; target: boolean }) {
  const [opened, setOpened] = useState<boolean | null>(null);
  const open = opened ?? target;
  const values = useId();
  return (
    <article id={`entry-${entry.id}`} className={classes.entry} data-target={target || undefined} tabIndex={-1}>
      <p className={classes.meaning}>{entry.meaning}</p>
      <p className={classes.meta}>
        <Stamp at={entry.at} />
        <span>{actorWords(entry.actor)}</span>
        <code>{entry.action}</code>
        <SoundMark sound={entry.sound} />
        <a href={`#entry-${entry.id}`}>entry {entry.seq}</a>
        <UnstyledButton
          className={classes.disclose}
          aria-expanded={open}
          aria-controls={values}
          onClick={() => setOpened(!open)}
        >
          <IconChevronRight size={14} aria-hidden /> Values and hash
        </UnstyledButton>
      </p>
      <div id={values} hidden={!open}>
        {open && (
          <>
            <EntryDiff before={entry.before} after={entry.after} />
            <p className={classes.meta}>
              SHA-256 of the stored bytes <Hash of={`entry ${entry.seq}`} value={entry.hash} />
            </p>
          </>
        )}
      </div>
    </article>
  );
}
