'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import styles from './imports.module.css';
import { useMayImport } from './use-may-import.ts';

/** Has a file read from its kept bytes that did not come to its end. */
export function ReadAgain({ id }: { id: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const denied = useMayImport();
  const again = useMutation(
    trpc.imports.readAgain.mutationOptions({
      meta: { quiet: true },
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
    }),
  );
  return (
    <>
      <p className={styles.note}>
        The file is kept as it came. Read again, rows that are stored already count as known, and the rest goes in.
      </p>
      <Refused error={again.error} />
      <div className={styles.acts}>
        <ActButton denied={denied} loading={again.isPending} onClick={() => again.mutate({ id })}>
          Read again
        </ActButton>
      </div>
    </>
  );
}
