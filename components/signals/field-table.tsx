import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { FieldCheck } from '../../server/events/signals/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import ui from '../ui/ui.module.css';
import styles from './signals.module.css';

const CLASSES: Record<string, string> = {
  personal: 'personal',
  commercial: 'commercial',
  'untrusted-text': 'words from outside',
};

const COLUMNS: Column<FieldCheck>[] = [
  { key: 'path', header: 'Field', cell: ({ path }) => <span className={styles.value}>{path}</span> },
  {
    key: 'value',
    header: 'Value',
    main: true,
    cell: ({ value, problem }) => (
      <>
        <span className={styles.value}>{value ?? 'left out'}</span>
        {problem ? <span className={styles.problem}>{problem}</span> : null}
      </>
    ),
  },
  {
    key: 'rule',
    header: 'Rule',
    wraps: true,
    cell: ({ rule, classification }) => (
      <span className={styles.rule}>
        {rule}
        {classification ? ` · ${CLASSES[classification] ?? classification}` : ''}
      </span>
    ),
  },
  {
    key: 'passed',
    header: 'Kept',
    cell: ({ passed }) => (
      <span className={ui.mark} data-tone={passed ? 'ok' : 'danger'}>
        {passed ? <IconCheck size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}
        {passed ? 'yes' : 'no'}
      </span>
    ),
  },
];

/** Each field of a payload with its value, the rule of the contract, and whether it keeps it. */
export function FieldTable({
  fields,
  label = 'Contract check, field by field',
}: {
  fields: readonly FieldCheck[];
  label?: string;
}) {
  return <DataTable label={label} columns={COLUMNS} rows={fields} rowKey={({ path }, place) => `${path} ${place}`} />;
}
