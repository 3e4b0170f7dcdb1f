'use client';

import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { signalHref } from '../../server/events/signals/constants.ts';
import type { SourceDetail } from '../../server/events/sources/schema.ts';
import { prepareErrorBudget } from '../charts/prepare-error-budget.ts';
import { prepareSignalRate } from '../charts/prepare-signal-rate.ts';
import { useTRPC } from '../live/trpc.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Metric, Metrics } from '../ui/metric.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import { BurnRates } from './burn-rates.tsx';
import { budgetWords, lagWords, percentWords, rateWords } from './describe-standing.ts';
import styles from './sources.module.css';

// Drawn in the browser alone: charts are heavy, and the figures beside them say the same.
const ErrorBudget = dynamic(() => import('../charts/error-budget.tsx').then((file) => file.ErrorBudget), {
  ssr: false,
});
const SignalRate = dynamic(() => import('../charts/signal-rate.tsx').then((file) => file.SignalRate), { ssr: false });

/** How a source keeps the contract of one of its types: figures, the burn-down of the budget, rates, last good and last bad signal. */
export function SourceHealth({ source }: { source: SourceDetail }) {
  const types = source.standings.map(({ type }) => type).filter((type) => type !== '*');
  const [asked, setType] = useState<string | null>(null);
  const worst = source.standings
    .filter(({ type, budgetLeft }) => type !== '*' && budgetLeft !== null)
    .sort((a, b) => (a.budgetLeft ?? 1) - (b.budgetLeft ?? 1))[0];
  const type = asked && types.includes(asked) ? asked : (worst?.type ?? types[0]);
  return (
    <Section title="Health" aside="streams on the wall clock; replays carry their own time and are left out">
      {type ? (
        <>
          <NativeSelect
            label="Signal type"
            data={types}
            value={type}
            onChange={(event) => setType(event.currentTarget.value)}
          />
          <TypeHealth source={source} type={type} />
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

function TypeHealth({ source, type }: { source: SourceDetail; type: string }) {
  const trpc = useTRPC();
  const health = useQuery(trpc.sources.health.queryOptions({ sourceId: source.id, type }));
  const standing = source.standings.find((one) => one.type === type);
  const whole = source.standings.find((one) => one.type === '*');
  if (health.error && !health.data) {
    return (
      <ErrorState title="Its health could not be loaded." error={health.error} retry={() => void health.refetch()} />
    );
  }
  const budget = health.data ? prepareErrorBudget(health.data.hours, health.data.objective) : null;
  const rate = health.data ? prepareSignalRate(health.data.hours, health.data.now) : null;
  const share = (value: number | null | undefined, words: (value: number) => string) =>
    value === null || value === undefined ? null : words(value);
  return (
    <>
      <Metrics>
        <Metric
          label="Fresh"
          definition="Minutes in which the source was within its contract’s bound ÷ all minutes measured, over 30 days."
          value={share(standing?.freshness, percentWords)}
          {...(standing?.measured ? { note: `of ${standing.measured} minutes` } : {})}
        />
        <Metric
          label="Error budget"
          definition="1 − objective of the minutes of 30 days; each minute out of bound spends one. Spent, what agents propose on its facts waits for a person."
          value={share(standing?.budgetLeft, budgetWords)}
          {...(standing?.budgetLeft !== null && standing?.budgetLeft !== undefined && standing.budgetLeft <= 0
            ? { tone: 'danger' as const }
            : {})}
        />
        <Metric
          label="Bad signals"
          definition="What is left of the share of bad signals that the strictest contract of the source allows: quarantined ÷ sent, over 30 days, from 100 signals on."
          value={share(whole?.budgetLeft, budgetWords)}
        />
        <Metric
          label="Rate"
          definition="Signals a minute over the last five minutes."
          value={rateWords(standing?.perMinute ?? 0)}
        />
        <Metric
          label="Lag"
          definition="Mean time from event to receipt over the last five minutes."
          value={share(standing?.lagMs, lagWords)}
        />
      </Metrics>
      <div className={styles.charts}>
        <figure>
          <h3>Error budget left, over 30 days</h3>
          {budget ? (
            <ErrorBudget chart={budget} />
          ) : (
            <p className={styles.note}>
              No minute was measured: the contract promises no freshness, or nothing has come yet.
            </p>
          )}
        </figure>
        <figure>
          <h3>Signals an hour, and lag</h3>
          {rate ? <SignalRate chart={rate} /> : <p className={styles.note}>Nothing came in the last 24 hours.</p>}
        </figure>
      </div>
      {health.data ? <BurnRates burns={health.data.burns} /> : null}
    </>
  );
}

function LastGood({ source: { lastGood } }: { source: SourceDetail }) {
  if (!lastGood) return <p className={styles.note}>No signal of it has been accepted.</p>;
  return (
    <p>
      Last good signal:{' '}
      <Link href={signalHref(lastGood)} prefetch={false}>
        {lastGood.id}
      </Link>
      , <Age at={lastGood.receivedAt} suffix=" ago" />
    </p>
  );
}

function LastBad({ source: { lastBad } }: { source: SourceDetail }) {
  if (!lastBad) return <p className={styles.note}>No signal of it was kept apart.</p>;
  return (
    <p className={styles.is}>
      Last bad signal:{' '}
      <Link href={`/signals/quarantine/${lastBad.id}`} prefetch={false}>
        {lastBad.signalId ?? 'without id'}
      </Link>
      , <Age at={lastBad.receivedAt} suffix=" ago" />: {lastBad.detail}
    </p>
  );
}
