import { Fragment } from 'react';
import { signalHref } from '../../server/events/signals/constants.ts';
import type { SignalView } from '../../server/events/signals/schema.ts';
import { Link } from '../ui/link.tsx';
import { Section } from '../ui/section.tsx';
import { Stamp } from '../ui/times.tsx';
import styles from './signals.module.css';

type Ref = { source: string; id: string; known: boolean };

/** A signal by its id; a link when it has come in. */
function SignalLink({ signal }: { signal: Ref }) {
  if (!signal.known) return <span className={styles.mono}>{signal.id} (not received)</span>;
  return (
    <Link href={signalHref(signal)} className={styles.mono}>
      {signal.id}
    </Link>
  );
}

/** Whether the signal was taken back and by what, what stands in for it, and what it takes back or stands in for itself. */
export function TakenBack({ signal: { retraction, retracts, corrects } }: { signal: SignalView }) {
  return (
    <Section title="Corrections">
      <dl className={styles.pairs}>
        {retraction ? (
          <>
            <dt>{retraction.finding ? 'Was to be taken back by' : 'Taken back by'}</dt>
            <dd>
              <SignalLink signal={retraction.by} />
              {retraction.reason ? `, because: ${retraction.reason}` : null}, told <Stamp at={retraction.toldAt} />
              {retraction.finding ? `. It changes nothing: ${retraction.finding}` : null}
            </dd>
            <dt>Stands in for it</dt>
            <dd>
              {retraction.correctedBy.length === 0 ? 'nothing' : null}
              {retraction.correctedBy.map((one, n) => (
                <span key={one.id}>
                  {n ? ', ' : null}
                  <SignalLink signal={one} />
                </span>
              ))}
            </dd>
          </>
        ) : null}
        {retracts ? (
          <>
            <dt>Takes back</dt>
            <dd>
              <SignalLink signal={retracts} />
            </dd>
          </>
        ) : null}
        {corrects.map((one) => (
          <Fragment key={`${one.source} ${one.id}`}>
            <dt>Stands in for</dt>
            <dd>
              <SignalLink signal={one} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </Section>
  );
}
