import { KeyHint } from '../ui/key-hint.tsx';
import { KEY_HELP } from './screens.ts';
import styles from './shell.module.css';

/** The keys of the console, for the help and for Settings. */
export function KeyTable() {
  return (
    <div className={styles.keyHelp}>
      {KEY_HELP.map(({ where, keys }) => (
        <section key={where}>
          <h3>{where}</h3>
          <dl>
            {keys.map(({ keys: pressed, does }) => (
              <div key={pressed}>
                <dt>
                  <KeyHint keys={pressed} named />
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
