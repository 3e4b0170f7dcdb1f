'use client';

import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { Refused } from '../ui/refused.tsx';
import { Section } from '../ui/section.tsx';
import type { Draft } from './draft.ts';
import { FieldRow } from './field-row.tsx';
import styles from './imports.module.css';
import { RowIdentity } from './row-identity.tsx';
import type { MappingInTheMaking } from './use-mapping.ts';

const DELIMITERS = [
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'bar' },
];
const ENCODINGS = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Windows-1252' },
];

/** How the columns of a file become signals: chosen from what is saved, or made here. */
export function MappingForm({ making }: { making: MappingInTheMaking }) {
  const { draft, saved, name, targets, target, preview, change, choose, setName, setType, saving, isSaved, error } =
    making;
  if (!draft) return null;
  const columns = preview?.columns ?? [];
  return (
    <Section title="Mapping" aside={isSaved ? 'saved' : 'not saved yet'}>
      <div className={styles.line}>
        <NativeSelect
          size="xs"
          label="Mapping"
          value={saved.some((one) => one.name === name) ? name : ''}
          data={[
            { value: '', label: 'a new one' },
            ...saved.map((one) => ({ value: one.name, label: `${one.name}, version ${one.version}` })),
          ]}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label="Each row says"
          value={draft.signalType}
          data={targets.map(({ type }) => type)}
          onChange={({ currentTarget }) => setType(currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label="Columns are parted by"
          value={draft.delimiter}
          data={DELIMITERS}
          onChange={({ currentTarget }) => change({ ...draft, delimiter: currentTarget.value as Draft['delimiter'] })}
        />
        <NativeSelect
          size="xs"
          label="Encoding"
          value={draft.encoding}
          data={ENCODINGS}
          onChange={({ currentTarget }) => change({ ...draft, encoding: currentTarget.value as Draft['encoding'] })}
        />
        <Checkbox
          size="xs"
          label="The first row is a header"
          checked={draft.header}
          onChange={({ currentTarget }) => change({ ...draft, header: currentTarget.checked })}
        />
      </div>
      <Refused error={error} />
      {target ? (
        <>
          <p className={styles.note}>{target.meaning}</p>
          <ul className={styles.fields} aria-label={`Fields of ${target.type}`}>
            {[...target.fields]
              .sort((a, b) => Number(b.required) - Number(a.required))
              .map((field) => (
                <FieldRow
                  key={`${name} ${draft.signalType} ${field.path} ${draft.fields.find(({ path }) => path === field.path)?.as.kind}`}
                  field={field}
                  draft={draft}
                  columns={columns}
                  change={change}
                />
              ))}
          </ul>
          <RowIdentity draft={draft} columns={columns} change={change} />
        </>
      ) : null}
      <div className={styles.acts}>
        <TextInput
          size="xs"
          aria-label="Name of the mapping"
          placeholder="Name of the mapping"
          maxLength={120}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button
          loading={saving.isPending}
          disabled={!name.trim() || isSaved || preview?.problem !== null}
          onClick={() => void making.save().catch(() => undefined)}
        >
          {isSaved ? 'Saved' : 'Save mapping'}
        </Button>
      </div>
      <Refused error={saving.error} />
    </Section>
  );
}
