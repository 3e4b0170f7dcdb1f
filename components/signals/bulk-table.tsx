import { IconBan, IconCheck } from '@tabler/icons-react';
import type { BulkPreview, BulkResult } from '../../server/events/quarantine/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import ui from '../ui/ui.module.css';
import styles from './signals.module.css';

type Item = BulkPreview['items'][number];

/** Each signal of a bulk act with what will happen to it, or once it is done, what did. */
export function BulkTable({
  label,
  items,
  results,
}: {
  label: string;
  items: readonly Item[];
  results?: BulkResult['items'];
}) {
  const columns: Column<Item>[] = [
    {
      key: 'will',
      header: results ? 'Done' : 'Will be',
      cell: (item) => {
        const yes = results ? results.find(({ id }) => id === item.id)?.done : item.will;
        return (
          <span className={ui.mark} data-tone={yes ? 'ok' : 'quiet'}>
            {yes ? <IconCheck size={14} aria-hidden /> : <IconBan size={14} aria-hidden />}
            {yes ? 'done' : 'skipped'}
          </span>
        );
      },
    },
    {
      key: 'id',
      header: 'Signal',
      main: true,
      cell: ({ signalId, source, reason }) => (
        <>
          <span className={styles.mono}>{signalId ?? 'no readable id'}</span> {source ?? ''}
          <br />
          kept apart because {reason}
        </>
      ),
    },
    {
      key: 'words',
      header: 'What happens',
      wraps: true,
      cell: (item) => results?.find(({ id }) => id === item.id)?.words ?? item.words,
    },
  ];
  return (
    <div className={styles.bulk}>
      <DataTable label={label} columns={columns} rows={items} rowKey={({ id }) => id} />
    </div>
  );
}
