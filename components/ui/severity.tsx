import type { Severity as SeverityName } from '../../server/decisions/disruptions/schema.ts';
import styles from './ui.module.css';

const SHAPES: Record<SeverityName, { path: string; filled: boolean }> = {
  critical: { path: 'M5 1 9.5 9h-9zM13 1l4.5 8h-9z', filled: true },
  high: { path: 'M9 1l5 8H4z', filled: true },
  medium: { path: 'M9 1.4 12.8 5 9 8.6 5.2 5z', filled: false },
  low: { path: 'M5 5h8', filled: false },
};

/** How much a case weighs, by shape, word and colour. `compact` keeps the word for readers of the screen and for hover. */
export function Severity({ severity, compact }: { severity: SeverityName; compact?: boolean }) {
  const shape = SHAPES[severity];
  return (
    <span className={styles.mark} data-severity={severity} title={compact ? severity : undefined}>
      <svg viewBox="0 0 18 10" width="18" height="10" aria-hidden="true" focusable="false">
        <path
          d={shape.path}
          fill={shape.filled ? 'currentColor' : 'none'}
          stroke={shape.filled ? 'none' : 'currentColor'}
          strokeWidth="1.4"
        />
      </svg>
      <span className={compact ? styles.hidden : undefined}>{severity}</span>
    </span>
  );
}
