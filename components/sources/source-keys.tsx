'use client';

import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { SourceDetail } from '../../server/events/sources/schema.ts';
import { useMe } from '../layout/person.tsx';
import { ActButton } from '../ui/act-button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { plural } from '../ui/format.ts';
import { EmptyState } from '../ui/messages.tsx';
import { Refused } from '../ui/refused.tsx';
import { Section } from '../ui/section.tsx';
import { Age, Countdown } from '../ui/times.tsx';
import { grantWords, KeyGrant, missingOf, SENDS_ONLY } from './key-grant.tsx';
import { NewKey } from './new-key.tsx';
import styles from './sources.module.css';
import { StateWord } from './state-word.tsx';
import { useSourceActs } from './use-source-acts.ts';

type Key = SourceDetail['keys'][number];
type Props = { source: SourceDetail; denied: string | null };

const GRACES = [
  { value: '0', label: 'at once' },
  { value: '60', label: 'in an hour' },
  { value: '1440', label: 'in a day' },
  { value: '10080', label: 'in a week' },
];

/** For which regions a key sends, where it is bound to some. */
const sendsFor = ({ scopes, sendRegions }: Key): string =>
  scopes.includes('send') && !sendRegions.includes('*') ? `; sends for ${sendRegions.join(', ') || 'no region'}` : '';

/** The keys of a source: which work, how long, and how to change them. */
export function SourceKeys({ source, denied }: Props) {
  const [issuing, setIssuing] = useState(false);
  const [ending, setEnding] = useState<Key | null>(null);
  const columns: Column<Key>[] = [
    { key: 'hint', header: 'Key', main: true, cell: ({ hint }) => (hint ? `…${hint}` : 'from the first release') },
    { key: 'for', header: 'For', cell: (key) => `${grantWords(key)}${sendsFor(key)}` },
    { key: 'state', header: 'State', cell: (key) => <KeyState held={key} /> },
    { key: 'made', header: 'Made', cell: ({ createdAt }) => <Age at={createdAt} suffix=" ago" /> },
    { key: 'by', header: 'By', cell: ({ createdBy }) => createdBy },
    {
      key: 'act',
      header: 'Act',
      cell: (key) =>
        key.live ? (
          <ActButton denied={denied} onClick={() => setEnding(key)} aria-label={`Revoke …${key.hint}`}>
            Revoke
          </ActButton>
        ) : null,
    },
  ];
  return (
    <Section title="Keys" aside={plural(source.keys.filter(({ live }) => live).length, 'working key')}>
      {source.keys.length ? (
        <DataTable label="Keys made" columns={columns} rows={source.keys} rowKey={({ id }) => id} />
      ) : (
        <EmptyState title="It has no key.">Issue a key to give it one.</EmptyState>
      )}
      <ActButton denied={denied} onClick={() => setIssuing(true)}>
        Issue key
      </ActButton>
      <Dialog title="Issue key" opened={issuing} close={() => setIssuing(false)}>
        <IssueForm sourceId={source.id} close={() => setIssuing(false)} />
      </Dialog>
      <Dialog title="Revoke key" opened={ending !== null} close={() => setEnding(null)}>
        {ending ? <RevokeForm source={source} held={ending} close={() => setEnding(null)} /> : null}
      </Dialog>
    </Section>
  );
}

function KeyState({ held }: { held: Key }) {
  if (held.revokedAt) return <StateWord words="revoked" tone="quiet" />;
  if (!held.live) return <StateWord words="run out" tone="quiet" />;
  if (!held.expiresAt) return <StateWord words="works" tone="ok" />;
  return (
    <span className={styles.row}>
      <StateWord words="works for" tone="attention" /> <Countdown until={held.expiresAt} past="no longer" />
    </span>
  );
}

function IssueForm({ sourceId, close }: { sourceId: string; close: () => void }) {
  const { rotate } = useSourceActs();
  const { regions } = useMe();
  const [grace, setGrace] = useState('1440');
  const [grant, setGrant] = useState(SENDS_ONLY);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    const { scopes, regions: missing } = missingOf(grant);
    if (!scopes && !missing) rotate.mutate({ sourceId, graceMinutes: Number(grace), ...grant });
  };
  if (rotate.data) return <NewKey made={rotate.data} done={close} />;
  return (
    <div className={styles.form}>
      <KeyGrant grant={grant} change={setGrant} mine={regions} tried={tried} />
      <NativeSelect
        label="Keys in use for the same stop working"
        description="Give the sender time to change over."
        data={GRACES}
        value={grace}
        onChange={(event) => setGrace(event.currentTarget.value)}
        data-autofocus
      />
      <Refused error={rotate.error} />
      <div className={styles.formEnd}>
        <Button onClick={close}>Cancel</Button>
        <ActButton variant="filled" loading={rotate.isPending} onClick={submit}>
          Make a new key
        </ActButton>
      </div>
    </div>
  );
}

function RevokeForm({ source, held, close }: { source: SourceDetail; held: Key; close: () => void }) {
  const { revoke } = useSourceActs();
  const others = source.keys.filter(({ live, id }) => live && id !== held.id).length;
  return (
    <div className={styles.form}>
      <p>
        The key that ends in {held.hint} is refused within two seconds, for good.{' '}
        {others
          ? `${plural(others, 'other key')} of ${source.name} goes on.`
          : `${source.name} then has no key and can do nothing.`}
      </p>
      <Refused error={revoke.error} />
      <div className={styles.formEnd}>
        <Button onClick={close}>Keep it</Button>
        <ActButton
          variant="filled"
          loading={revoke.isPending}
          onClick={() => revoke.mutate({ sourceId: source.id, keyId: held.id }, { onSuccess: close })}
        >
          Revoke
        </ActButton>
      </div>
    </div>
  );
}
