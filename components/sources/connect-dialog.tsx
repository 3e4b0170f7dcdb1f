'use client';

import { Button, Checkbox, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMe } from '../layout/person.tsx';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Refused } from '../ui/refused.tsx';
import { KeyGrant, missingOf, SENDS_ONLY } from './key-grant.tsx';
import { NewKey } from './new-key.tsx';
import styles from './sources.module.css';
import { useSourceActs } from './use-source-acts.ts';

/** How old the newest signal may be, as a person thinks of it. */
const FRESHNESS = [
  { value: '', label: 'nothing agreed' },
  { value: '15', label: 'every 15 minutes' },
  { value: '60', label: 'every hour' },
  { value: '1440', label: 'every day' },
  { value: '10080', label: 'every week' },
];

/** Connects a source: who it is, what it may send, and its first key, which is shown once. */
export function ConnectDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Dialog title="Connect a source" opened={opened} close={close} wide>
      <ConnectForm close={close} />
    </Dialog>
  );
}

function ConnectForm({ close }: { close: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const types = useQuery(trpc.sources.types.queryOptions());
  const { add } = useSourceActs();
  const { regions: mine } = useMe();
  const region = mine.includes('*') ? 'global' : (mine[0] ?? '');
  const [form, setForm] = useState({ name: '', system: '', region, freshness: '1440', mayReplay: false });
  const [grant, setGrant] = useState(SENDS_ONLY);
  const [picked, setPicked] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const set = (change: Partial<typeof form>) => setForm((now) => ({ ...now, ...change }));
  const missing = {
    name: form.name.trim() ? null : 'Give it a name.',
    system: form.system.trim() ? null : 'Say which system it is, such as ERP or WMS.',
    types: picked.length || !grant.scopes.includes('send') ? null : 'Pick at least one signal type.',
    ...missingOf(grant),
  };
  if (add.data) {
    const { sourceId } = add.data;
    return <NewKey made={add.data} done={() => router.push(`/sources/${sourceId}`)} />;
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.values(missing).some((why) => why !== null)) return;
    const { freshness, ...told } = form;
    add.mutate({ ...told, ...grant, types: picked, freshnessMinutes: freshness ? Number(freshness) : null });
  }
  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      <TextInput
        label="Name"
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={tried ? missing.name : null}
        maxLength={120}
        data-autofocus
      />
      <div className={styles.pair}>
        <TextInput
          label="System"
          value={form.system}
          onChange={(event) => set({ system: event.currentTarget.value })}
          error={tried ? missing.system : null}
          maxLength={60}
        />
        <TextInput
          label="Region"
          description="Of signals that name none."
          value={form.region}
          onChange={(event) => set({ region: event.currentTarget.value })}
          maxLength={60}
        />
      </div>
      <TagsInput
        label="Signal types"
        description="What it may send. Anything else is kept apart. A type of your own works too."
        data={(types.data ?? []).map(({ type }) => type)}
        value={picked}
        onChange={setPicked}
        error={tried ? missing.types : null}
        // The list ends above the buttons, so that one can be pressed while it is open.
        comboboxProps={{ withinPortal: false, position: 'bottom', middlewares: { flip: false } }}
        maxDropdownHeight={100}
        acceptValueOnBlur
        clearable
      />
      <NativeSelect
        label="At least one signal of each type"
        description="Agreed for 99 % of minutes over 30 days. Each contract can say otherwise later."
        data={FRESHNESS}
        value={form.freshness}
        onChange={(event) => set({ freshness: event.currentTarget.value })}
      />
      <Checkbox
        label="May replay a history: its streams carry their own world time"
        checked={form.mayReplay}
        onChange={(event) => set({ mayReplay: event.currentTarget.checked })}
      />
      <KeyGrant grant={grant} change={setGrant} mine={mine} tried={tried} />
      <Refused error={add.error} />
      <div className={styles.formEnd}>
        <Button onClick={close}>Cancel</Button>
        <ActButton type="submit" variant="filled" loading={add.isPending}>
          Connect
        </ActButton>
      </div>
    </form>
  );
}
