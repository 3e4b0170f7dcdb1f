'use client';

import type { LineageStart } from '../../server/events/lineage/schema.ts';
import { Link } from '../ui/link.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import styles from './lineage.module.css';
import { LineageSection } from './lineage-section.tsx';

type Props = { start: LineageStart; href: string | null };

/** Lineage on a page of its own: from any signal, case, proposal, decision or action. */
export function LineagePage({ start, href }: Props) {
  return (
    <>
      <PageHeader
        title="Lineage"
        aside={`from a ${start.kind}`}
        actions={href ? <Link href={href}>The {start.kind} itself</Link> : null}
      />
      <div className={styles.page}>
        <LineageSection start={start} title="What led here, and what came of it" />
      </div>
    </>
  );
}
