'use client';

import { useQuery } from '@tanstack/react-query';
import type { SignalView } from '../../server/events/signals/schema.ts';
import { LineageSection } from '../lineage/lineage-section.tsx';
import { useTRPC } from '../live/trpc.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { Section } from '../ui/section.tsx';
import { typeWords } from './constants.ts';
import { FieldTable } from './field-table.tsx';
import { SignalFacts } from './signal-facts.tsx';
import { SignalState } from './signal-state.tsx';
import styles from './signals.module.css';
import { TakenBack } from './taken-back.tsx';
import { UndecidedNotice } from './undecided-notice.tsx';

/** One signal: what it says and when, who sent it, how it was checked, whether it still stands, and where it went. */
export function SignalPage({ source, id }: { source: string; id: string }) {
  const trpc = useTRPC();
  const signal = useQuery(trpc.signals.read.queryOptions({ source, id }));
  if (signal.error && !signal.data) {
    return (
      <ErrorState title="The signal could not be loaded." error={signal.error} retry={() => void signal.refetch()} />
    );
  }
  if (!signal.data) return <EmptyState title="Loading the signal…" />;
  const { type, state, words, retraction } = signal.data;
  return (
    <>
      <PageHeader
        title={`Signal: ${typeWords(type)}`}
        aside={<SignalState state={state} />}
        actions={<Link href={`/signals?${new URLSearchParams({ source })}`}>All signals of this stream</Link>}
      />
      <div className={styles.sections}>
        <p className={styles.says}>{words}</p>
        {(retraction || signal.data.retracts || signal.data.corrects.length > 0) && <TakenBack signal={signal.data} />}
        {signal.data.undecided && <UndecidedNotice seq={signal.data.seq} undecided={signal.data.undecided} />}
        <SignalFacts signal={signal.data} />
        <LineageSection start={{ kind: 'signal', source, id }} title="Where it went" />
        <ContractCheck signal={signal.data} />
        <Payload signal={signal.data} />
      </div>
    </>
  );
}

function ContractCheck({ signal: { contract, fields, sender, sourceContract, type } }: { signal: SignalView }) {
  const passed = fields.filter((field) => field.passed).length;
  return (
    <Section
      title="Contract check"
      aside={fields.length ? `${passed} of ${fields.length} fields keep their rule` : undefined}
    >
      {contract ? (
        <p className={styles.detail}>
          {contract.meaning} <span className={styles.mono}>{contract.uri}</span>, owned by {contract.owner}.
        </p>
      ) : (
        <p className={styles.detail}>Only its source describes this type.</p>
      )}
      {sourceContract && sender && (
        <p className={styles.detail}>
          It keeps version {sourceContract.version} of the contract of{' '}
          <Link href={`/sources/${sender.id}`}>{sender.name}</Link> for {typeWords(type)}.
        </p>
      )}
      {fields.length > 0 && <FieldTable fields={fields} />}
    </Section>
  );
}

function Payload({ signal: { payload, quotes, source } }: { signal: SignalView }) {
  return (
    <Section title="Payload" aside="every value as it came; keys in the order of the store">
      {quotes.length > 0 && (
        <div className={styles.quotes}>
          {quotes.map(({ path, text }) => (
            <Quoted key={path} text={text} source={`${source}, in ${path}`} />
          ))}
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section tabIndex={0} className={styles.payload} aria-label="Payload as JSON">
        {payload}
      </section>
    </Section>
  );
}
