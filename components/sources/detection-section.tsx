import type { DetectionQuality } from '../../server/events/sources/schema.ts';
import { formatCount } from '../ui/format.ts';
import { Metric, Metrics } from '../ui/metric.tsx';
import { Section } from '../ui/section.tsx';
import { MEASURES } from './definitions.ts';
import styles from './sources.module.css';

/** How detection did on one stream, counted in lines, each figure with its definition. */
export function DetectionSection({ quality }: { quality: DetectionQuality }) {
  return (
    <Section plain title={`Detection on ${quality.source}`} aside="lines, since the stream began">
      <Metrics>
        {MEASURES.map(({ key, label, definition, of, bad }) => (
          <Metric
            key={key}
            label={label}
            definition={definition}
            value={formatCount(quality[key])}
            {...(of ? { note: `of ${formatCount(quality[of])}` } : {})}
            {...(bad && quality[key] > 0 ? { tone: 'danger' as const } : {})}
          />
        ))}
      </Metrics>
      {quality.delivered === 0 ? (
        <p className={styles.note}>No delivery has been recorded yet, so nothing can be called late.</p>
      ) : null}
    </Section>
  );
}
