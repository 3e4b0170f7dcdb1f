import type { ImportRow } from '../../server/events/imports/schema.ts';
import { formatCount } from '../ui/format.ts';
import styles from './imports.module.css';
import { accountOf } from './words.ts';

type Props = {
  row: Pick<ImportRow, 'rows' | 'accepted' | 'duplicates' | 'quarantined' | 'refused'>;
  /** Not read to its end yet: the figures are those so far. */
  underWay?: boolean;
};

/** Where every row of a file went, as a sum that is checked once the last row is read. */
export function Account({ row, underWay = false }: Props) {
  const { parts, missing } = accountOf(row);
  return (
    <p className={styles.sum}>
      <span>
        <b>{formatCount(row.rows)}</b> {row.rows === 1 ? 'row' : 'rows'}
        {underWay ? ' so far' : ''}
      </span>
      {parts.map(({ word, count }, place) => (
        <span key={word}>
          {place === 0 ? '=' : '+'} <b>{formatCount(count)}</b> {word}
        </span>
      ))}
      {underWay ? null : (
        <span className={styles.check} data-tone={missing === 0 ? 'ok' : 'danger'}>
          {missing === 0 ? '✓ adds up' : `✕ ${formatCount(Math.abs(missing))} unaccounted for`}
        </span>
      )}
    </p>
  );
}
