'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SourceDetail } from '../../server/events/sources/schema.ts';
import { ActButton } from '../ui/act-button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { plural } from '../ui/format.ts';
import { EmptyState } from '../ui/messages.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import { ContractEditor } from './contract-editor.tsx';
import { ContractVersions } from './contract-versions.tsx';
import styles from './sources.module.css';
import { StateWord } from './state-word.tsx';

type Version = SourceDetail['contracts'][number];
type Props = { source: SourceDetail; denied: string | null };

/** What a source may send: a contract for each type, in versions. Choose one to read it. */
export function SourceContracts({ source, denied }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [own, setOwn] = useState('');
  const newest = newestByType(source.contracts);
  const columns: Column<Version>[] = [
    {
      key: 'type',
      header: 'Signal type',

      cell: ({ type }) => (
        <button
          type="button"
          className={styles.open}
          aria-expanded={chosen === type}
          onClick={() => setChosen(chosen === type ? null : type)}
        >
          {type}
        </button>
      ),
    },
    { key: 'version', header: 'Version', numeric: true, cell: ({ version }) => version },
    { key: 'state', header: 'State', cell: ({ state }) => <ContractState state={state} /> },
    { key: 'note', header: 'What changed', wraps: true, cell: ({ note }) => note },
    { key: 'by', header: 'By', cell: ({ createdBy }) => createdBy },
    { key: 'at', header: 'Made', cell: ({ createdAt }) => <Age at={createdAt} suffix=" ago" /> },
  ];
  const add = () => {
    if (own.trim()) setEditing(own.trim());
  };
  return (
    <Section
      title="Contracts"
      aside={plural(newest.filter(({ state }) => state === 'active').length, 'active contract')}
    >
      {newest.length ? (
        <DataTable label="Contract of each type" columns={columns} rows={newest} rowKey={({ type }) => type} />
      ) : (
        <EmptyState title="It has no contract.">Until it has one, everything it sends is kept apart.</EmptyState>
      )}
      {chosen ? (
        <ContractVersions
          key={chosen}
          source={source}
          type={chosen}
          versions={source.contracts.filter(({ type }) => type === chosen)}
          denied={denied}
          edit={() => setEditing(chosen)}
        />
      ) : null}
      <div className={styles.row}>
        <TextInput
          aria-label="Another signal type"
          placeholder="another.type"
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
          maxLength={120}
        />
        <ActButton denied={denied} onClick={add}>
          Add a contract
        </ActButton>
      </div>
      <Dialog title={`Contract for ${editing ?? ''}`} opened={editing !== null} close={() => setEditing(null)} wide>
        {editing ? (
          <ContractEditor
            sourceId={source.id}
            type={editing}
            version={newest.find(({ type, state }) => type === editing && state !== 'draft')?.version ?? 0}
            draft={source.contracts.find(({ type, state }) => type === editing && state === 'draft')?.version ?? null}
            close={() => setEditing(null)}
          />
        ) : null}
      </Dialog>
    </Section>
  );
}

export function ContractState({ state }: { state: Version['state'] }) {
  if (state === 'active') return <StateWord words="active" tone="ok" />;
  return <StateWord words={state} tone={state === 'draft' ? 'attention' : 'quiet'} />;
}

/** The version that stands for each type: the active one, or the newest. */
function newestByType(contracts: readonly Version[]): Version[] {
  const types = [...new Set(contracts.map(({ type }) => type))];
  return types.flatMap((type) => {
    const own = contracts.filter((one) => one.type === type);
    return own.find(({ state }) => state === 'active') ?? own.find(({ state }) => state === 'retired') ?? own[0] ?? [];
  });
}
