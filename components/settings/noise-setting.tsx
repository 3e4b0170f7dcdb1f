'use client';

import type { NoiseList, NoiseView } from '../../server/decisions/detect/noise/schema.ts';
import { formatCount, formatDate } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { NoiseCounts } from './noise-counts.tsx';
import { NoiseForm } from './noise-form.tsx';
import styles from './settings.module.css';

/** One setting: what it suppressed beside what it is set to. */
export function NoiseSetting({ setting, may }: { setting: NoiseView; may: NoiseList['may'] }) {
  const { type, measure, title, version, changedBy, changedAt, lastDay, lastWeek } = setting;
  const by = changedBy === 'default' ? 'as installed' : `by ${changedBy}, ${formatDate(new Date(changedAt))}`;
  return (
    <Section
      title={title}
      plain
      aside={
        <>
          {type}
          {measure ? ` · ${measure}` : ''} · version {formatCount(version)}, {by}
        </>
      }
    >
      <div className={styles.noise}>
        <NoiseForm setting={setting} may={may} />
        {lastDay && lastWeek ? (
          <NoiseCounts lastDay={lastDay} lastWeek={lastWeek} />
        ) : (
          <p>What was suppressed is counted for all regions together, and shown to people who see every region.</p>
        )}
      </div>
    </Section>
  );
}
