import styles from './pages.module.css';

/** Holds the place of a screen while it is on its way, so that nothing jumps when it comes. */
export function LoadingPage() {
  return (
    <div className={styles.loading} role="status" aria-label="Loading">
      <div className={styles.loadingTitle} />
      {Array.from({ length: 12 }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never change places
        <div key={line} className={styles.loadingRow} />
      ))}
    </div>
  );
}
