'use client';

import { Button } from '@mantine/core';
import classes from './card.module.css';

/** Says what moved since the proposal was read, and shows the new one only when asked. */
export function ChangedNotice({ changed, look }: { changed: string[]; look: () => void }) {
  return (
    <div className={classes.changed} role="status">
      <p>
        <strong>Changed while you were reading:</strong> {changed.join('; ')}.
      </p>
      <Button onClick={look}>Show the new version</Button>
    </div>
  );
}
