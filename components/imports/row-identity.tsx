'use client';

import { Checkbox, NativeSelect } from '@mantine/core';
import { FormatField } from './conversion-fields.tsx';
import type { Draft } from './draft.ts';
import styles from './imports.module.css';

type Props = { draft: Draft; columns: readonly string[]; change: (draft: Draft) => void };

/** What names a row, so that a file sent twice is known, and when what it says happened and was written down. */
export function RowIdentity({ draft, columns, change }: Props) {
  const names = [...new Set(columns)];
  return (
    <>
      <fieldset className={styles.group}>
        <legend>Columns that name a row</legend>
        <p className={styles.fieldNote}>
          Together they are its id: the same row sent again is known and not counted twice.
        </p>
        <div className={styles.checks}>
          {names.map((name) => (
            <Checkbox
              key={name}
              size="xs"
              label={name}
              checked={draft.id.includes(name)}
              onChange={({ currentTarget: { checked } }) =>
                change({ ...draft, id: checked ? [...draft.id, name] : draft.id.filter((one) => one !== name) })
              }
            />
          ))}
        </div>
      </fieldset>
      <div className={styles.line}>
        <NativeSelect
          size="xs"
          label="The same id with other words is"
          value={draft.whenChanged}
          data={[
            { value: 'conflict', label: 'a contradiction: quarantine it' },
            { value: 'new', label: 'a new fact: accept it' },
          ]}
          onChange={({ currentTarget }) =>
            change({ ...draft, whenChanged: currentTarget.value === 'new' ? 'new' : 'conflict' })
          }
        />
        <TimeField
          label="When it happened"
          time={draft.eventTime}
          names={names}
          change={(eventTime) => change({ ...draft, eventTime })}
          none="when it comes in"
        />
        <TimeField
          label="When it was written down"
          time={draft.recordTime}
          names={names}
          change={(recordTime) => change({ ...draft, recordTime })}
          none="the same"
        />
      </div>
    </>
  );
}

type TimeProps = {
  label: string;
  time: Draft['eventTime'];
  names: readonly string[];
  change: (time: Draft['eventTime']) => void;
  none: string;
};

function TimeField({ label, time, names, change, none }: TimeProps) {
  return (
    <>
      <NativeSelect
        size="xs"
        label={label}
        value={time ? `column:${time.column}` : ''}
        data={[{ value: '', label: none }, ...names.map((name) => ({ value: `column:${name}`, label: name }))]}
        onChange={({ currentTarget: { value } }) =>
          change(value ? { column: value.slice(7), formats: time?.formats ?? ['ISO'] } : null)
        }
      />
      {time ? (
        <FormatField
          label={`Date format: ${label}`}
          formats={time.formats}
          change={(formats) => change({ ...time, formats })}
        />
      ) : null}
    </>
  );
}
