'use client';

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { DISCARD_REASON } from '../../server/events/quarantine/constants.ts';
import type { BulkPreview } from '../../server/events/quarantine/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { plural } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { ReasonField, reasonProblem } from '../ui/reason-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { BulkTable } from './bulk-table.tsx';
import styles from './signals.module.css';

type Props = {
  act: 'replay' | 'discard';
  /** The items picked; null is all that the filter finds. */
  ids: string[] | null;
  filter: { sourceId?: string; reason?: string };
  close: () => void;
};

const TITLES = { replay: 'Replay as they came', discard: 'Discard' };

/** Shows what a bulk act would do to each signal before anyone agrees to it; then what it did. */
export function BulkDialog({ act, ids, filter, close }: Props) {
  const trpc = useTRPC();
  const preview = useMutation(trpc.quarantine.preview.mutationOptions({ meta: { quiet: true } }));
  const { mutate } = preview;
  const asked = JSON.stringify({ act, ...(ids ? { ids } : { filter }) });
  useEffect(() => mutate(JSON.parse(asked)), [mutate, asked]);
  return (
    <Dialog title={TITLES[act]} opened close={close} wide>
      {preview.error ? (
        <ErrorState
          title="The preview could not be made."
          error={preview.error}
          retry={() => mutate(JSON.parse(asked))}
        />
      ) : preview.data ? (
        <BulkForm preview={preview.data} close={close} />
      ) : (
        <EmptyState title="Looking at each signal…" />
      )}
    </Dialog>
  );
}

function BulkForm({ preview, close }: { preview: BulkPreview; close: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const apply = useMutation(
    trpc.quarantine.carryOut.mutationOptions({
      meta: { quiet: true },
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.quarantine.pathKey() }),
    }),
  );
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { act, items, seal, beyond } = preview;
  const will = items.filter((item) => item.will).length;
  const problem = act === 'discard' ? reasonProblem(reason, DISCARD_REASON) : null;
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (problem) return;
    apply.mutate({
      act,
      seal,
      ids: items.map(({ id }) => id),
      ...(act === 'discard' ? { reason: reason.trim() } : {}),
    });
  }
  if (apply.data) {
    const { done, skipped } = apply.data;
    return (
      <div className={styles.form}>
        <p role="status">
          {plural(done, 'signal')} {act === 'replay' ? 'replayed' : 'discarded'}, {skipped} skipped.
        </p>
        <BulkTable label="Results" items={items} results={apply.data.items} />
        <div className={styles.formEnd}>
          <Button data-autofocus onClick={close}>
            Close
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>
        {plural(will, 'signal')} of {items.length} will be{' '}
        {act === 'replay' ? 'sent in again, unchanged' : 'left out for good'}; the others are skipped.
        {beyond ? ` ${plural(beyond, 'more', 'more')} match and are not touched.` : ''}
      </p>
      <BulkTable label="Preview" items={items} />
      {act === 'discard' && (
        <ReasonField
          label="Why discard"
          value={reason}
          onChange={setReason}
          problem={tried ? problem : null}
          autoFocus
        />
      )}
      <Refused error={apply.error} />
      <div className={styles.formEnd}>
        <Button onClick={close}>Keep them</Button>
        <ActButton
          type="submit"
          variant="filled"
          loading={apply.isPending}
          denied={will ? null : 'There is nothing here that could be done.'}
        >
          {act === 'replay' ? 'Replay' : 'Discard'} {will}
        </ActButton>
      </div>
    </form>
  );
}
