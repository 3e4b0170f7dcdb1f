import type { SourceDetail } from '../../server/events/sources/schema.ts';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import styles from './sources.module.css';
import { StateWord } from './state-word.tsx';

/** What the alerts about a source's budget say, open ones first. Nothing is drawn where there were none. */
export function SourceAlerts({ alerts }: { alerts: SourceDetail['alerts'] }) {
  if (alerts.length === 0) return null;
  const open = alerts.filter(({ closedAt }) => closedAt === null);
  const closed = alerts.filter(({ closedAt }) => closedAt !== null).slice(0, 5);
  return (
    <Section title="Alerts" aside={open.length ? `${open.length} open` : 'none open'}>
      <ul className={styles.replays}>
        {[...open, ...closed].map(({ id, kind, words, openedAt, closedAt }) => (
          <li key={id}>
            <StateWord
              words={closedAt ? 'over' : kind === 'spent' ? 'spent' : 'burning'}
              tone={closedAt ? 'quiet' : kind === 'spent' ? 'danger' : 'attention'}
            />{' '}
            {words}{' '}
            <span className={styles.note}>
              opened <Age at={openedAt} suffix=" ago" />
              {closedAt ? (
                <>
                  , closed <Age at={closedAt} suffix=" ago" />
                </>
              ) : kind === 'spent' ? (
                '; what agents propose on its facts waits for a person'
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
