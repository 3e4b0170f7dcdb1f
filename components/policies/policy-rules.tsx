import type { Policies } from '../../server/decisions/policies/schema.ts';
import { formatCount, plural } from '../ui/format.ts';
import { VerdictMark } from '../ui/verdict-mark.tsx';
import styles from './policies.module.css';

type Rule = Policies['versions'][number]['rules'][number];

/** The rules of one version: in words first, then what each has decided, and its Cedar text on demand. */
export function PolicyRules({ rules }: { rules: Rule[] }) {
  return (
    <ol className={styles.rules}>
      {rules.map((rule) => (
        <li key={rule.id}>
          <div className={styles.rule}>
            <div>
              {rule.effect === 'permit' ? (
                <VerdictMark verdict={rule.rung} />
              ) : (
                <span className={styles.forbids}>
                  forbids {rule.rung === 'deny' ? 'all of it' : <VerdictMark verdict={rule.rung} />}
                </span>
              )}
            </div>
            <div className={styles.words}>
              <p>{rule.words}</p>
              <details>
                <summary>{rule.id}</summary>
                <pre>{rule.text}</pre>
              </details>
            </div>
            <div className={styles.count} title={`${formatCount(rule.decided)} decisions were determined by this rule`}>
              {plural(rule.decided, 'decision')}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}
