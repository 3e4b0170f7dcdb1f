'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import type { ContractField, Origin } from '../../server/events/formats/csv/schema.ts';
import { ConversionFields } from './conversion-fields.tsx';
import { type Draft, withConversion, withOrigin } from './draft.ts';
import styles from './imports.module.css';

type Props = { field: ContractField; draft: Draft; columns: readonly string[]; change: (draft: Draft) => void };

const NONE = 'none';
const CONSTANT = 'constant';
const COLUMN = 'column:';

/** One field of the signal: which column fills it, and how its cells are read. */
export function FieldRow({ field, draft, columns, change }: Props) {
  const { path, required, words } = field;
  const mapped = draft.fields.find((one) => one.path === path);
  const chosen = !mapped ? NONE : 'column' in mapped.from ? `${COLUMN}${mapped.from.column}` : CONSTANT;
  const choose = (value: string) => {
    const from: Origin | null =
      value === NONE ? null : value === CONSTANT ? { constant: '' } : { column: value.slice(COLUMN.length) };
    change(withOrigin(draft, field, from));
  };
  const gone = mapped && 'column' in mapped.from && !columns.includes(mapped.from.column) ? [mapped.from.column] : [];
  return (
    <li className={styles.field}>
      <div>
        <div className={styles.fieldName} data-lacking={(required && !mapped) || undefined}>
          {path}
          {required && !mapped ? ' (needed)' : ''}
        </div>
        {words ? <div className={styles.fieldNote}>{words}</div> : null}
      </div>
      <NativeSelect
        size="xs"
        aria-label={`Column for ${path}`}
        value={chosen}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={[
          { value: NONE, label: required ? 'choose a column' : 'left out' },
          ...[...new Set(columns)].map((name) => ({ value: `${COLUMN}${name}`, label: name })),
          ...gone.map((name) => ({ value: `${COLUMN}${name}`, label: `${name} (not in this file)` })),
          { value: CONSTANT, label: 'the same for every row' },
        ]}
      />
      <div className={styles.convert}>
        {mapped && 'constant' in mapped.from ? (
          field.kind === 'list' ? (
            <NativeSelect
              size="xs"
              aria-label={`Value of ${path}`}
              value={mapped.from.constant}
              data={['', ...field.values]}
              onChange={({ currentTarget }) => change(withOrigin(draft, field, { constant: currentTarget.value }))}
            />
          ) : (
            <TextInput
              size="xs"
              aria-label={`Value of ${path}`}
              value={mapped.from.constant}
              onChange={({ currentTarget }) => change(withOrigin(draft, field, { constant: currentTarget.value }))}
            />
          )
        ) : null}
        {mapped ? (
          <ConversionFields path={path} as={mapped.as} change={(as) => change(withConversion(draft, path, as))} />
        ) : null}
      </div>
    </li>
  );
}
