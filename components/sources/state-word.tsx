import { IconAlertTriangle, IconCheck, IconCircle, IconFlame } from '@tabler/icons-react';
import type { Tone } from './describe-standing.ts';
import styles from './sources.module.css';

const ICONS: Record<Tone, typeof IconCheck> = {
  quiet: IconCircle,
  ok: IconCheck,
  attention: IconAlertTriangle,
  danger: IconFlame,
};

/** A state in a word, with a shape, so that colour is not the only sign. */
export function StateWord({ words, tone }: { words: string; tone: Tone }) {
  const Icon = ICONS[tone];
  return (
    <span className={styles.state} data-tone={tone}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {words}
    </span>
  );
}
