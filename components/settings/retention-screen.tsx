'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { formatCount, formatDate } from '../ui/format.ts';
import { ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { RetentionForm } from './retention-form.tsx';
import styles from './settings.module.css';

/** How long what is not evidence is kept. */
export function RetentionScreen() {
  const trpc = useTRPC();
  const setting = useQuery(trpc.retention.view.queryOptions());
  return (
    <>
      <PageHeader title="Retention" aside="how long what is not evidence is kept" />
      <p className={styles.lead}>
        Once an hour what is older goes, and the audit log says how many rows of what age. Signals, intake totals,
        cases, decisions, actions and the audit log itself stay. A dry run says what would go now and deletes nothing.
      </p>
      {setting.error && !setting.data ? (
        <ErrorState
          title="The setting could not be loaded."
          error={setting.error}
          retry={() => void setting.refetch()}
        />
      ) : !setting.data ? (
        <LoadingRows />
      ) : (
        <Section
          title="How long it is kept"
          plain
          aside={
            <>
              version {formatCount(setting.data.version)},{' '}
              {setting.data.changedAt === null
                ? 'as installed'
                : `by ${setting.data.changedBy}, ${formatDate(new Date(setting.data.changedAt))}`}
            </>
          }
        >
          {/* A newer version is another form: what was typed over an older one does not survive it. */}
          <RetentionForm key={setting.data.version} setting={setting.data} />
        </Section>
      )}
    </>
  );
}
