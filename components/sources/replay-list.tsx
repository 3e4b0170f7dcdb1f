import type { ReplayView } from '../../server/events/sources/schema.ts';
import { formatCount, plural } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import { ReplayFindings } from './replay-findings.tsx';
import styles from './sources.module.css';

/** The files that were streamed in, newest first: every line is streamed, or listed with row and reason. */
export function ReplayList({ replays }: { replays: ReplayView[] }) {
  return (
    <Section plain title="Replayed files" aside={plural(replays.length, 'run')}>
      <ul className={styles.replays}>
        {replays.map((replay) => (
          <li key={replay.id}>
            <h3>{replay.fileName}</h3>
            <p className={styles.sum}>
              <span>
                <b>{formatCount(replay.lines)}</b> lines
              </span>
              <span>
                = <b>{formatCount(replay.streamed)}</b> streamed
              </span>
              <span>
                + <b>{formatCount(replay.refused)}</b> refused
              </span>
              <Check replay={replay} />
            </p>
            <p className={styles.note}>
              {formatCount(replay.signals)} signals: {formatCount(replay.accepted)} accepted,{' '}
              {formatCount(replay.duplicates)} duplicates, {formatCount(replay.quarantined)} quarantined · stream{' '}
              {replay.source} ·{' '}
              {replay.finishedAt ? (
                <>
                  finished <Age at={replay.finishedAt} suffix=" ago" />
                </>
              ) : (
                <>
                  running, began <Age at={replay.startedAt} suffix=" ago" />
                </>
              )}
            </p>
            <ReplayFindings findings={replay.findings} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Check({ replay: { lines, streamed, refused, finishedAt } }: { replay: ReplayView }) {
  const missing = lines - streamed - refused;
  if (missing === 0)
    return (
      <span className={styles.check} data-tone="ok">
        ✓ every line accounted for
      </span>
    );
  if (!finishedAt) return <span className={styles.check}>{formatCount(missing)} to come</span>;
  return (
    <span className={styles.check} data-tone="danger">
      ✕ {formatCount(missing)} unaccounted for
    </span>
  );
}
