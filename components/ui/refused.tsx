'use client';

import { IconAlertTriangle } from '@tabler/icons-react';
import { readRefusal } from '../live/refusal.ts';
import styles from './refused.module.css';

const changedIn = (detail: unknown): string[] => {
  const changed = typeof detail === 'object' && detail !== null && 'changed' in detail ? detail.changed : null;
  return Array.isArray(changed) ? changed.filter((item): item is string => typeof item === 'string') : [];
};

/** Why an act was refused, beside what was being done: the server's sentence, the fields at fault, and what changed meanwhile. */
export function Refused({ error }: { error: unknown }) {
  if (!error) return null;
  const { message, detail, fields } = readRefusal(error);
  const points = [...Object.values(fields ?? {}), ...changedIn(detail)].filter((text) => !message.includes(text));
  return (
    <div className={styles.refused} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <div>
        <p>{message}</p>
        {points.length > 0 && (
          <ul>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
