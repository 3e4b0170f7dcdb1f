import type { ContractCheck } from '../../server/events/sources/schema.ts';
import { Refused } from '../ui/refused.tsx';
import { Changes } from './contract-diff.tsx';
import { Notes } from './contract-facts.tsx';
import styles from './sources.module.css';
import { StateWord } from './state-word.tsx';

/** What a check of a contract said: whether it may follow every version before, each break, and what changes. */
export function CheckResult({ result, error }: { result: ContractCheck | null; error: unknown }) {
  if (!result) return <Refused error={error} />;
  const breaks = result.breaks.slice(0, 20);
  return (
    <section className={styles.form} aria-label="Check" aria-live="polite">
      {breaks.length ? (
        <>
          <StateWord words={`Version ${result.nextVersion} cannot be released`} tone="danger" />
          <ul className={styles.breaks}>
            {breaks.map(({ version, direction, path, words }) => (
              <li key={`${version} ${direction} ${path} ${words}`}>{words}</li>
            ))}
          </ul>
        </>
      ) : (
        <StateWord words={`Version ${result.nextVersion} is compatible with all before`} tone="ok" />
      )}
      <Changes label="What changes" changes={result.changes} />
      <Notes notes={result.notes} />
    </section>
  );
}
