'use client';

import { Button } from '@mantine/core';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './change.module.css';
import { ChangedNotice } from './changed-notice.tsx';
import type { ReadCard } from './use-read-card.ts';

type Props = {
  shown: ReadCard;
  act: 'modify' | 'override' | 'reject';
  label: string;
  error: unknown;
  pending: boolean;
  close: () => void;
  /** What is still wanting before it can be sent, or null. */
  wanting?: string | null;
};

/** The end of every dialog of the card: what was refused, what changed meanwhile, and the buttons. What was typed stays. */
export function DialogEnd({
  shown: { card, changed, look },
  act,
  label,
  error,
  pending,
  close,
  wanting = null,
}: Props) {
  const may = card.may[act];
  const denied = may?.allowed
    ? changed
      ? 'Look at what changed first.'
      : wanting
    : (may?.why ?? 'You may not do this.');
  return (
    <>
      <Refused error={error} />
      {changed && !pending && <ChangedNotice changed={changed} look={look} />}
      <div className={classes.dialogEnd}>
        <Button onClick={close}>Cancel</Button>
        <ActButton type="submit" variant="filled" denied={denied} loading={pending}>
          {label}
        </ActButton>
      </div>
    </>
  );
}
