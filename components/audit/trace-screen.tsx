'use client';

import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Trace } from '../../server/audit/schema.ts';
import { lineageHref } from '../lineage/address.ts';
import { useTRPC } from '../live/trpc.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Stamp } from '../ui/times.tsx';
import { useHashTarget } from '../ui/use-hash-target.ts';
import classes from './audit.module.css';
import { ChainLink } from './chain-link.tsx';
import { LINK_WORDS } from './words.ts';

/** Whether every link is there and every entry's bytes give its hash: by icon and sentence. */
function Verdict({ trace }: { trace: Trace }) {
  const unsound = trace.chain.flatMap((link) => link.entries).filter((entry) => !entry.sound).length;
  const faults = [
    ...trace.missing.map((link) => `${LINK_WORDS[link as keyof typeof LINK_WORDS] ?? link} missing`),
    ...(unsound > 0
      ? [unsound === 1 ? 'one entry does not match its hash' : `${unsound} entries do not match their hash`]
      : []),
  ];
  if (faults.length > 0) {
    return (
      <span className={classes.unsound}>
        <IconAlertTriangle size={16} aria-hidden /> {faults.join(', ')}
      </span>
    );
  }
  return (
    <span className={classes.sound}>
      <IconCheck size={16} aria-hidden /> Whole: every link is there and every entry matches its hash
    </span>
  );
}

/** The chain behind one decision, from the signals to the roll-back. */
export function TraceScreen({ decisionId }: { decisionId: string }) {
  const trpc = useTRPC();
  const trace = useQuery(trpc.audit.trace.queryOptions({ decisionId }));
  const target = useHashTarget(trace.data !== undefined);

  if (trace.error && !trace.data) {
    return <ErrorState title="The trace could not be loaded." error={trace.error} retry={() => trace.refetch()} />;
  }
  if (!trace.data) return <EmptyState title="Loading the trace…" />;
  const { title, decidedAt, disruptionId, actionId, chain } = trace.data;
  return (
    <>
      <PageHeader
        title={title}
        aside={
          <span className={classes.headline}>
            <span>
              decided <Stamp at={decidedAt} />
            </span>
            <Verdict trace={trace.data} />
          </span>
        }
        actions={
          <span className={classes.headline}>
            <Link href={`/disruptions/${disruptionId}#decision-${decisionId}`}>Case</Link>
            {actionId && <Link href={`/actions/${actionId}`}>Action</Link>}
            <Link href={lineageHref({ kind: 'decision', id: decisionId })}>Lineage</Link>
            <Link href="/audit">All decisions</Link>
          </span>
        }
      />
      <ol className={classes.chain}>
        {chain.map((link) => (
          <ChainLink key={link.link} link={link} target={target} />
        ))}
      </ol>
    </>
  );
}
