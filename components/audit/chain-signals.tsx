'use client';

import type { Trace } from '../../server/audit/schema.ts';
import { signalHref } from '../../server/events/signals/constants.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { WorldTime } from '../ui/times.tsx';
import classes from './audit.module.css';
import { Hash } from './hash.tsx';

type Signal = Trace['chain'][number]['signals'][number];

const OPEN_BELOW = 6;

const COLUMNS: Column<Signal>[] = [
  {
    key: 'words',
    header: 'Signal',
    main: true,
    wraps: true,
    cell: (signal) => (
      <>
        <Link href={signalHref(signal)}>{signal.words}</Link>
        {signal.takenBack ? ', taken back' : null}
      </>
    ),
  },
  { key: 'source', header: 'Source', cell: (signal) => signal.source },
  { key: 'event', header: 'Happened (UTC)', cell: (signal) => <WorldTime at={signal.eventAt} /> },
  { key: 'known', header: 'Became known (UTC)', cell: (signal) => <WorldTime at={signal.recordedAt} /> },
  {
    key: 'hash',
    header: 'Payload hash',
    cell: (signal) => <Hash of={`signal ${signal.id}`} value={signal.payloadHash} />,
  },
];

/** The signals a decision stands on: what each said, when it happened, when it became known, and its payload's hash. */
export function ChainSignals({ signals }: { signals: Signal[] }) {
  return (
    <details open={signals.length < OPEN_BELOW} className={classes.entries}>
      <summary>{plural(signals.length, 'signal')} in the order in which they arrived</summary>
      <DataTable label="Signals" columns={COLUMNS} rows={signals} rowKey={({ source, id }) => `${source} ${id}`} />
    </details>
  );
}
