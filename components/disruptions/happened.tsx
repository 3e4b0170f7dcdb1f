import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { plural } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { WorldTime } from '../ui/times.tsx';
import classes from './card.module.css';

/** What happened, in a sentence; the signals that say so open in place. */
export function Happened({ card: { happened, source } }: { card: Card }) {
  const { words, signals, signalCount, newestSignalAt } = happened;
  return (
    <Section
      title="What happened"
      aside={
        <>
          {plural(signalCount, 'signal')} from {source}
          {newestSignalAt && (
            <>
              , the newest of <WorldTime at={newestSignalAt} />
            </>
          )}
        </>
      }
    >
      <p className={classes.sentence}>{words}</p>
      {signals.length > 0 && (
        <details>
          <summary>
            {signals.length < signalCount
              ? `Newest ${signals.length} of ${plural(signalCount, 'signal')}`
              : plural(signals.length, 'signal')}
          </summary>
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">What it says</th>
                  <th scope="col">Happened (UTC)</th>
                  <th scope="col">Became known (UTC)</th>
                  <th scope="col">Source and number</th>
                </tr>
              </thead>
              <tbody>
                {signals.map((signal) => (
                  <tr key={`${signal.source} ${signal.id}`}>
                    <th scope="row">{signal.words}</th>
                    <td>
                      <WorldTime at={signal.eventAt} />
                    </td>
                    <td>
                      <WorldTime at={signal.recordedAt} />
                    </td>
                    <td className={classes.quiet}>
                      {signal.source} · {signal.id}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </Section>
  );
}
