import styles from './ui.module.css';

const SHOWN: Record<string, string> = { Enter: '↵', Escape: 'esc', mod: '⌘ / Ctrl', shift: '⇧' };

/**
 * A key, or keys in turn ("g q"). Beside a control it is decoration, because the control's own name says what it does;
 * `named` reads it out, for lists of keys.
 */
export function KeyHint({ keys, named }: { keys: string; named?: boolean }) {
  return (
    <span className={styles.keys} aria-hidden={named ? undefined : true}>
      {keys.split(' ').map((key) => (
        <kbd key={key}>{SHOWN[key] ?? key.toUpperCase()}</kbd>
      ))}
    </span>
  );
}
