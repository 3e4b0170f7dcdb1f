'use client';

import { Button, CopyButton, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { NewKey as Made } from '../../server/events/sources/schema.ts';
import styles from './sources.module.css';

/** A key, the one time it is shown, with the call that proves it. */
export function NewKey({ made, done }: { made: Made; done: () => void }) {
  return (
    <div className={styles.newKey}>
      <p>
        <IconKey size={16} aria-hidden /> This key is shown once. Copy it to the sender now; only its hash is kept here.
      </p>
      <TextInput label="New key" value={made.key} readOnly onFocus={(event) => event.currentTarget.select()} />
      <div className={styles.formEnd}>
        <CopyButton value={made.key}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy the key'}</Button>}
        </CopyButton>
        <Button variant="filled" onClick={done} data-autofocus>
          I have it
        </Button>
      </div>
    </div>
  );
}
