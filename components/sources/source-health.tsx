'use client';

import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { signalHref } from '../../server/events/signals/constants.ts';
import type { SourceDetail } from '../../server/events/sources/schema.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState } from '../ui/messages.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import { chooseShown } from './choose-shown.ts';
import { ContractHealth } from './contract-health.tsx';
import { typesOf } from './describe-standing.ts';
import styles from './sources.module.css';

type Props = {
  source: SourceDetail;
  /** The type that the address asks for, as it came. */
  asked: string | null;
};

/** How a source keeps the contract of one of its types, its last good and its last bad signal. The address keeps the type. */
export function SourceHealth({ source, asked }: Props) {
  const types = typesOf(source).map(({ type }) => type);
  // What was shown first stays, although another type may need a look in a minute.
  const [shown, setShown] = useState(asked ?? chooseShown(source));
  const type = shown !== null && types.includes(shown) ? shown : chooseShown(source);
  function show(next: string) {
    setShown(next);
    window.history.replaceState(null, '', `?${new URLSearchParams({ type: next })}`);
  }
  return (
    <Section title="Health" aside="lateness by the wall clock; a replay carries its own time">
      {type ? (
        <>
          <NativeSelect
            className={styles.pick}
            label="Signal type"
            data={types}
            value={type}
            onChange={(event) => show(event.currentTarget.value)}
          />
          <ContractHealth source={source} type={type} />
        </>
      ) : (
        <EmptyState title="Nothing has been measured yet.">
          Health is measured minute by minute, from the first signal of a type on.
        </EmptyState>
      )}
      <LastGood source={source} />
      <LastBad source={source} />
    </Section>
  );
}

function LastGood({ source: { lastGood } }: Pick<Props, 'source'>) {
  if (!lastGood) return <p className={styles.note}>No signal of it has been accepted.</p>;
  return (
    <p className={styles.is}>
      Last good signal: <Link href={signalHref(lastGood)}>{lastGood.id}</Link>,{' '}
      <Age at={lastGood.receivedAt} suffix=" ago" />
    </p>
  );
}

function LastBad({ source: { lastBad } }: Pick<Props, 'source'>) {
  if (!lastBad) return <p className={styles.note}>No signal of it was kept apart.</p>;
  return (
    <p className={styles.is}>
      Last bad signal: <Link href={`/signals/quarantine/${lastBad.id}`}>{lastBad.signalId ?? 'without id'}</Link>,{' '}
      <Age at={lastBad.receivedAt} suffix=" ago" />: {lastBad.detail}
    </p>
  );
}
