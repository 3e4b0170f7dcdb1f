import styles from './ui.module.css';

/** A figure that nobody measures, which is neither zero nor missing: a dash that says why. */
export function NotMeasured({ why }: { why: string }) {
  return (
    <span className={styles.notMeasured} title={why}>
      <span aria-hidden="true">–</span>
      <span className={styles.hidden}>{why}</span>
    </span>
  );
}
