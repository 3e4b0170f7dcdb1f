'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import type { SourceDetail } from '../../server/events/sources/schema.ts';
import { prepareErrorBudget } from '../charts/prepare-error-budget.ts';
import { prepareSignalRate } from '../charts/prepare-signal-rate.ts';
import { useTRPC } from '../live/trpc.ts';
import { ErrorState } from '../ui/messages.tsx';
import { BurnRates } from './burn-rates.tsx';
import { REPLAYED, whyNotJudged } from './describe-standing.ts';
import { HealthFigures } from './health-figures.tsx';
import styles from './sources.module.css';

// Drawn in the browser alone: charts are heavy, and the figures beside them say the same.
const ErrorBudget = dynamic(() => import('../charts/error-budget.tsx').then((file) => file.ErrorBudget), {
  ssr: false,
});
const SignalRate = dynamic(() => import('../charts/signal-rate.tsx').then((file) => file.SignalRate), { ssr: false });

/** How a source keeps the contract of one type: figures, the burn-down of the budget, what came when, how fast it burns. */
export function ContractHealth({ source, type }: { source: SourceDetail; type: string }) {
  const trpc = useTRPC();
  const read = useQuery(trpc.sources.health.queryOptions({ sourceId: source.id, type }));
  const standing = source.standings.find((one) => one.type === type);
  const health = read.data;
  if (read.error && !health) {
    return <ErrorState title="Its health could not be loaded." error={read.error} retry={() => void read.refetch()} />;
  }
  const budget = health ? prepareErrorBudget(health.hours, health.objective) : null;
  const rate = health ? prepareSignalRate(health.hours, health.now) : null;
  const timed = standing?.timed ?? false;
  return (
    <>
      {standing && !timed ? <p className={styles.note}>{REPLAYED}</p> : null}
      <HealthFigures standing={standing} whole={source.standings.find((one) => one.type === '*')} health={health} />
      <div className={styles.charts}>
        {timed ? (
          <figure>
            <h3>Error budget left, over 30 days</h3>
            {budget ? (
              <ErrorBudget chart={budget} />
            ) : health && standing ? (
              <p className={styles.note}>{whyNotJudged([standing], health.promised)}</p>
            ) : null}
          </figure>
        ) : null}
        <figure>
          <h3>{rate?.lagTicks.length ? 'Signals an hour, and lag' : 'Signals an hour'}</h3>
          {rate ? (
            <SignalRate chart={rate} />
          ) : health ? (
            <p className={styles.note}>Nothing came in the last 24 hours.</p>
          ) : null}
        </figure>
      </div>
      {health && timed ? <BurnRates burns={health.burns} /> : null}
    </>
  );
}
