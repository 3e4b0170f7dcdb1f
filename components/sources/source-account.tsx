import type { SourceView } from '../../server/events/sources/schema.ts';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { readAccount } from './account.ts';
import styles from './sources.module.css';

/** What a source sent and where all of it went, and an alarm when that does not come out. */
export function SourceAccount({ source }: { source: SourceView }) {
  const { parts, missing } = readAccount(source.counts);
  return (
    <>
      <p className={styles.sum}>
        <span>
          <b>{formatCount(source.counts.sent)}</b> sent
        </span>
        {source.counts.replayed > 0 ? (
          <span>
            + <b>{formatCount(source.counts.replayed)}</b> replayed
          </span>
        ) : null}
        {parts.map(({ word, count }, place) => (
          <span key={word}>
            {place === 0 ? '=' : '+'} <b>{formatCount(count)}</b> {word}
          </span>
        ))}
        <span className={styles.check} data-tone={missing === 0 ? 'ok' : 'danger'}>
          {missing === 0
            ? '✓ adds up'
            : `✕ ${formatCount(Math.abs(missing))} ${missing > 0 ? 'unaccounted for' : 'too many'}`}
        </span>
      </p>
      {missing === 0 ? null : (
        <p className={styles.check} data-tone="danger" role="alert">
          The account of this source does not come out.{' '}
          <Link href={`/signals?${new URLSearchParams({ view: 'acceptance', sourceId: source.id })}`}>
            See in which hour
          </Link>
        </p>
      )}
    </>
  );
}
