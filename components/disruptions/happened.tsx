import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { signalHref } from '../../server/events/signals/constants.ts';
import { SignalState } from '../signals/signal-state.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Section } from '../ui/section.tsx';
import { Age, WorldTime } from '../ui/times.tsx';
import cardClasses from './card.module.css';
import classes from './evidence.module.css';

type Signal = Card['happened']['signals'][number];

const COLUMNS: Column<Signal>[] = [
  { key: 'words', header: 'What it says', main: true, wraps: true, cell: (signal) => <Said signal={signal} /> },
  { key: 'event', header: 'Happened (UTC)', cell: (signal) => <WorldTime at={signal.eventAt} /> },
  { key: 'known', header: 'Became known (UTC)', cell: (signal) => <WorldTime at={signal.recordedAt} /> },
  {
    key: 'id',
    header: 'Source · number',
    cell: (signal) => <Link href={signalHref(signal)}>{`${signal.source} · ${signal.id}`}</Link>,
  },
];

/** What a signal says; one that was taken back says so by word, shape and a stroke through it. */
function Said({ signal: { words, takenBack } }: { signal: Signal }) {
  if (!takenBack) return words;
  return (
    <>
      <s>{words}</s> <SignalState state="retracted" />
    </>
  );
}

/** What happened, in a sentence; the signals that say so open in place. */
export function Happened({ card: { happened, source } }: { card: Card }) {
  const { words, figures, signals, signalCount, signalsMore, newestSignalAt } = happened;
  const counted = `${signalsMore ? 'more than ' : ''}${plural(signalCount, 'signal')}`;
  const takenBack = signals.filter((signal) => signal.takenBack).length;
  return (
    <Section
      title="What happened"
      aside={
        <>
          {counted} from {source}
          {newestSignalAt && (
            <>
              , the newest of <WorldTime at={newestSignalAt} />
            </>
          )}
        </>
      }
    >
      <p className={cardClasses.sentence}>{words}</p>
      <Figures figures={figures} />
      {signals.length > 0 && (
        <details>
          <summary>
            {signals.length < signalCount ? `Newest ${signals.length} of ${counted}` : plural(signals.length, 'signal')}
            {takenBack > 0 && `, ${takenBack} taken back`}
          </summary>
          <DataTable
            label="Signals"
            columns={COLUMNS}
            rows={signals}
            rowKey={({ source: from, id }) => `${from} ${id}`}
          />
        </details>
      )}
    </Section>
  );
}

/** What was measured or counted, each figure with where it comes from. */
function Figures({ figures }: Pick<Card['happened'], 'figures'>) {
  if (!figures.length) return null;
  return (
    <dl className={classes.measured}>
      {figures.map(({ label, value, note, since, warns }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <b className={warns ? classes.warns : undefined}>
              {warns ? <span aria-hidden="true">▲ </span> : null}
              {value}
              {since ? (
                <>
                  , <Age at={since} suffix=" ago" />
                </>
              ) : null}
            </b>{' '}
            <span className={cardClasses.quiet}>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
