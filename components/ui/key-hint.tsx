import styles from './ui.module.css';

const SHOWN: Record<string, string> = { Enter: '↵', Escape: 'esc', mod: '⌘', shift: '⇧' };

/** A key, or keys in turn ("g q"), as small caps of a keyboard. Decoration: the control's own name says what it does. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {keys.split(' ').map((key) => (
        <kbd key={key}>{SHOWN[key] ?? key}</kbd>
      ))}
    </span>
  );
}
