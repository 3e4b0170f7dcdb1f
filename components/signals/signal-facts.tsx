import type { SignalView } from '../../server/events/signals/schema.ts';
import { Link } from '../ui/link.tsx';
import { Section } from '../ui/section.tsx';
import { Age, Stamp } from '../ui/times.tsx';
import styles from './signals.module.css';

/** Its three times apart, who sent it, and what it is known by. */
export function SignalFacts({ signal }: { signal: SignalView }) {
  const { eventAt, recordedAt, receivedAt, clock, sender, source, id, subject, subjectKey, region } = signal;
  const late = recordedAt !== eventAt;
  return (
    <Section title="When and from where">
      <dl className={styles.pairs}>
        <dt>Happened (event time)</dt>
        <dd>
          <Stamp at={eventAt} />, <Age at={eventAt} suffix=" ago" />
          {clock === 'replay' ? '; a replayed stream lives in its own world time' : null}
        </dd>
        <dt>Written down (record time)</dt>
        <dd>
          <Stamp at={recordedAt} />, <Age at={recordedAt} suffix=" ago" />
          {late ? null : '; the same, or the sender did not say'}
        </dd>
        <dt>Received (wall time)</dt>
        <dd>
          <Stamp at={receivedAt} />, <Age at={receivedAt} suffix=" ago" />
        </dd>
        <dt>Source</dt>
        <dd>
          {sender ? `${sender.name} (${sender.system}), ` : null}
          stream <span className={styles.mono}>{source}</span>
        </dd>
        <dt>Id</dt>
        <dd className={styles.mono}>{id}</dd>
        <dt>Subject</dt>
        <dd>{subject ?? 'none told'}</dd>
        {subjectKey ? (
          <>
            <dt>Speaks of</dt>
            <dd>{subjectKey.split('|').filter(Boolean).join(' · ')}</dd>
          </>
        ) : null}
        <dt>Region</dt>
        <dd>{region}</dd>
        <dt>Payload hash (SHA-256)</dt>
        <dd className={styles.mono}>{signal.payloadHash}</dd>
        <dt>How it came</dt>
        <dd>
          {signal.replayedFrom ? (
            <Link href={`/signals/quarantine/${signal.replayedFrom}`}>Replayed by a person out of the quarantine</Link>
          ) : (
            signal.came
          )}
        </dd>
      </dl>
    </Section>
  );
}
