import type { ContractDocument } from '../../server/events/sources/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount, formatDuration } from '../ui/format.ts';
import { Metric, Metrics } from '../ui/metric.tsx';
import { percentWords } from './describe-standing.ts';
import styles from './sources.module.css';

type Field = ContractDocument['fields'][number];

const COLUMNS: Column<Field>[] = [
  { key: 'path', header: 'Field', cell: ({ path }) => path },
  { key: 'type', header: 'Type', cell: ({ type }) => type },
  { key: 'required', header: 'Must be there', cell: ({ required }) => (required ? 'yes' : 'no') },
  { key: 'class', header: 'Treated as', cell: ({ classification }) => classification ?? 'internal' },
  { key: 'what', header: 'What it is', wraps: true, cell: ({ description }) => description ?? 'not said' },
];

const agreed = <T,>(value: T | null, words: (value: T) => string): string =>
  value === null ? 'not agreed' : words(value);

/** A version of a contract as people read it: what it promises, its fields, what is not carried out, and its text. */
export function ContractFacts({
  contract: { sla, owner, fields, notes, text, type, version },
}: {
  contract: ContractDocument;
}) {
  return (
    <>
      <Metrics>
        <Metric label="Owner" definition="Who answers for the meaning of the type." value={owner ?? 'not named'} />
        <Metric
          label="Freshness"
          definition="The newest signal is at most this old."
          value={agreed(sla.freshnessMs, formatDuration)}
        />
        <Metric
          label="Latency"
          definition="From event to receipt, on the mean of a minute, at most this long."
          value={agreed(sla.latencyMs, formatDuration)}
        />
        <Metric
          label="Volume"
          definition="Signals an hour that are expected."
          value={agreed(sla.signalsPerHour, (value) => `${formatCount(value)} an hour`)}
        />
        <Metric
          label="Objective"
          definition="Share of minutes that must be within bound; the rest is the error budget of 30 days."
          value={percentWords(sla.objective)}
        />
        <Metric
          label="Bad signals"
          definition="Share of signals that may be bad over 30 days."
          value={agreed(sla.badShare, (value) => `at most ${Math.round(value * 1_000) / 10} %`)}
        />
      </Metrics>
      <DataTable label={`Fields of ${type}`} columns={COLUMNS} rows={fields} rowKey={({ path }) => path} />
      <Notes notes={notes} />
      <details className={styles.findings}>
        <summary>Version {version} as an ODCS 3.1 document</summary>
        <pre className={styles.document}>{text}</pre>
      </details>
    </>
  );
}

/** What a document says and is not carried out here. */
export function Notes({ notes }: { notes: ContractDocument['notes'] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={styles.breaks} aria-label="Kept, not carried out">
      {notes.map(({ path, words }) => (
        <li key={`${path} ${words}`}>
          {path}: {words}
        </li>
      ))}
    </ul>
  );
}
