import styles from './pages.module.css';

/** Rows that hold the place of rows. */
export function LoadingRows({ rows = 12 }: { rows?: number }) {
  return (
    <div className={styles.loading} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never change places
        <div key={line} className={styles.loadingRow} />
      ))}
    </div>
  );
}

/** Holds the place of a screen while it is on its way, so that nothing jumps when it comes. */
export function LoadingPage() {
  return (
    <>
      <div className={styles.loadingTitle} />
      <LoadingRows />
    </>
  );
}
