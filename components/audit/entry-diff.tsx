import classes from './audit.module.css';
import { type DiffRow, diffValues } from './diff-values.ts';

const SIGNS: Record<DiffRow['kind'], { sign: string; words: string }> = {
  added: { sign: '+', words: 'added' },
  removed: { sign: '−', words: 'removed' },
  changed: { sign: '→', words: 'changed' },
  same: { sign: '', words: 'unchanged' },
};

/** What an entry changed, one row a member; text from outside is shown as it is stored, never interpreted. */
export function EntryDiff({ before, after }: { before: unknown; after: unknown }) {
  const rows = diffValues(before, after);
  if (rows.length === 0) return <p className={classes.quiet}>This entry stores no values.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={classes.scroll} aria-label="Values before and after" tabIndex={0}>
      <table className={classes.diff}>
        <thead>
          <tr>
            <th scope="col">
              <span className={classes.unseen}>Kind of change</span>
            </th>
            <th scope="col">Member</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.path} data-kind={row.kind}>
              <td>
                <span aria-hidden>{SIGNS[row.kind].sign}</span>
                <span className={classes.unseen}>{SIGNS[row.kind].words}</span>
              </td>
              <th scope="row">{row.path}</th>
              <td>{row.before ?? ''}</td>
              <td>{row.after ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
