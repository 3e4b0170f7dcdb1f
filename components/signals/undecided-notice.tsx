'use client';

import type { UndecidedView } from '../../server/events/undecided/schema.ts';
import { ActButton } from '../ui/act-button.tsx';
import { plural } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import styles from './signals.module.css';
import { useEvaluateAgain } from './use-evaluate-again.ts';
import { useMayHandle } from './use-may-handle.ts';

/** What the evaluation of a signal failed on, in its own line, with what can be done. */
export function UndecidedFacts({
  undecided: { code, error, todo, tries, since, triedAt },
}: {
  undecided: UndecidedView;
}) {
  return (
    <>
      <p className={styles.detail}>
        Evaluation failed: {error} <span className={styles.mono}>({code})</span>
      </p>
      <p className={styles.detail}>{todo}</p>
      <p className={styles.facts}>
        <span>
          undecided for <Age at={since} />
        </span>
        {tries > 1 ? (
          <span>
            failed {plural(tries, 'time')}, last <Age at={triedAt} suffix=" ago" />
          </span>
        ) : null}
      </p>
    </>
  );
}

/** On the page of a signal that could not be evaluated: it has had no effect; why, and the way on. */
export function UndecidedNotice({ seq, undecided }: { seq: string; undecided: UndecidedView }) {
  const denied = useMayHandle();
  const again = useEvaluateAgain();
  const asked = undecided.state === 'asked';
  return (
    <Section title="Not evaluated">
      <p className={styles.says}>This signal has had no effect on any case. Everything after it was evaluated.</p>
      <UndecidedFacts undecided={undecided} />
      <div className={styles.formEnd}>
        <ActButton
          denied={denied ?? (asked ? 'It is to be evaluated again already.' : null)}
          loading={again.isPending}
          onClick={() => again.mutate({ seqs: [seq] })}
        >
          Evaluate again
        </ActButton>
      </div>
    </Section>
  );
}
