import type { Health } from '../../server/events/health/schema.ts';
import type { SourceDetail } from '../../server/events/sources/schema.ts';
import { formatCount, formatLag } from '../ui/format.ts';
import { Metric, Metrics } from '../ui/metric.tsx';
import { NotMeasured } from '../ui/not-measured.tsx';
import { budgetWords, percentWords, rateWords, shareWords, whyNoLag, whyNotJudged } from './describe-standing.ts';

type Standing = SourceDetail['standings'][number];
type Props = {
  standing: Standing | undefined;
  /** Of the source as a whole: its bad signals. */
  whole: Standing | undefined;
  health: Health | undefined;
};

/** What is known of a source and type in figures. What nobody measures is a dash that says why. */
export function HealthFigures({ standing, whole, health }: Props) {
  const own = standing ? [standing] : [];
  const or = <Value,>(value: Value | null | undefined, words: (value: Value) => string, why: string) =>
    value === null || value === undefined ? <NotMeasured why={why} /> : words(value);
  const notJudged = whyNotJudged(own, health?.promised);
  const danger = (left: number | null | undefined) =>
    left !== null && left !== undefined && left <= 0 ? { tone: 'danger' as const } : {};
  const allowed = health?.allowed ?? null;
  return (
    <Metrics>
      <Metric
        label="Fresh"
        definition="Minutes in which the source was within its contract’s bound ÷ all minutes measured, over 30 days. Streams on the wall clock."
        value={or(standing?.freshness, percentWords, notJudged)}
        {...(standing?.measured ? { note: `of ${formatCount(standing.measured)} min` } : {})}
      />
      <Metric
        label="Error budget"
        definition="1 − objective of the minutes of 30 days; each minute out of bound spends one. Spent, what agents propose on its facts waits for a person."
        value={or(standing?.budgetLeft, budgetWords, notJudged)}
        {...danger(standing?.budgetLeft)}
      />
      <Metric
        label="Bad signals"
        definition="Quarantined ÷ sent, of all types of the source, over 30 days. Held against what the strictest of its contracts allows from 100 signals on."
        value={or(health?.sent ? health.bad / health.sent : null, shareWords, 'Nothing has come yet.')}
        note={allowed === null ? 'no limit agreed' : `${shareWords(allowed)} allowed`}
        {...danger(whole?.budgetLeft)}
      />
      <Metric
        label="Rate"
        definition="Signals a minute over the last five minutes, replays included."
        value={rateWords(standing?.perMinute ?? 0)}
      />
      <Metric
        label="Lag"
        definition="Mean time from event to receipt over the last five minutes. Streams on the wall clock."
        value={or(standing?.lagMs, formatLag, whyNoLag(own))}
      />
    </Metrics>
  );
}
