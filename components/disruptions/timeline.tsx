'use client';

import { signalHref } from '../../server/events/signals/constants.ts';
import { Link } from '../ui/link.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { Section } from '../ui/section.tsx';
import { Stamp } from '../ui/times.tsx';
import cardClasses from './card.module.css';
import { EarlierRevision } from './earlier-revision.tsx';
import classes from './evidence.module.css';
import type { TimelineLine } from './timeline-entries.ts';
import { useTimeline } from './use-timeline.ts';

/** All that happened to the case, newest first; each decision leads to its action and its trace. */
export function Timeline({
  caseId,
  shown,
}: {
  caseId: string /** The revision that the card shows whole. */;
  shown: number | null;
}) {
  const { lines, target, earlier, query } = useTimeline(caseId);
  return (
    <Section title="Timeline" aside="newest first">
      {query.error && !query.data ? <p>The timeline could not be loaded. Open the case again to retry.</p> : null}
      <ol className={classes.timeline}>
        {lines.map((line) => (
          <li key={line.key} id={line.key} tabIndex={-1} data-target={target === line.key || undefined}>
            <span className={cardClasses.quiet}>
              <Stamp at={line.at} />
            </span>
            <div>
              {line.revision !== null && line.revision !== shown ? (
                <EarlierRevision caseId={caseId} revision={line.revision} line={<Told line={line} />} />
              ) : (
                <p>
                  <Told line={line} />
                </p>
              )}
              {line.quote && <Quoted text={line.quote.text} source={line.quote.by} />}
            </div>
          </li>
        ))}
      </ol>
      <MoreButton
        label="Show earlier"
        left={earlier}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </Section>
  );
}

function Told({ line: { words, changed, decision, actionId, signal } }: { line: TimelineLine }) {
  return (
    <>
      {words}
      {changed && <span className={cardClasses.quiet}> {changed}</span>}
      {(actionId || signal) && (
        <span className={classes.links}>
          {signal && <Link href={signalHref(signal)}>Signal</Link>}
          {actionId && <Link href={`/actions/${actionId}`}>See what can be undone</Link>}
        </span>
      )}
      {decision && (
        <span className={classes.links}>
          {decision.action && <Link href={`/actions/${decision.action.id}`}>Action</Link>}
          <Link href={`/audit/${decision.id}`}>Trace</Link>
          <Link href={`/policies/${decision.policyVersion}`}>Policy v{decision.policyVersion}</Link>
        </span>
      )}
    </>
  );
}
