'use client';

import Link from 'next/link';
import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { signalHref } from '../../server/events/signals/constants.ts';
import { Quoted } from '../ui/quoted.tsx';
import { Section } from '../ui/section.tsx';
import { Stamp } from '../ui/times.tsx';
import { useHashTarget } from '../ui/use-hash-target.ts';
import cardClasses from './card.module.css';
import classes from './evidence.module.css';
import { timelineEntries } from './timeline-entries.ts';

/** All that happened to the case, newest first; each decision leads to its action and its trace. */
export function Timeline({ card }: { card: Card }) {
  const target = useHashTarget(true);
  return (
    <Section title="Timeline" aside="newest first">
      <ol className={classes.timeline}>
        {timelineEntries(card).map(({ key, at, words, quote, decision, actionId, signal }) => (
          <li key={key} id={key} tabIndex={-1} data-target={target === key || undefined}>
            <span className={cardClasses.quiet}>
              <Stamp at={at} />
            </span>
            <div>
              <p>
                {words}
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
              </p>
              {quote && <Quoted text={quote.text} source={quote.by} />}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
