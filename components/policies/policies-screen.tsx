'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import styles from './policies.module.css';
import { PolicyVersion } from './policy-version.tsx';

/** The policy set that decides: the active version, or the one an address names. */
export function PoliciesScreen({ asked }: { asked: number | null }) {
  const trpc = useTRPC();
  const policies = useQuery(trpc.policies.read.queryOptions());
  if (policies.error && !policies.data)
    return (
      <>
        <PageHeader title="Policies" />
        <ErrorState
          title="The policies could not be loaded."
          error={policies.error}
          retry={() => void policies.refetch()}
        />
      </>
    );
  if (!policies.data)
    return (
      <>
        <PageHeader title="Policies" />
        <LoadingRows />
      </>
    );
  const { active, versions } = policies.data;
  const shown = versions.find(({ version }) => version === (asked ?? active));
  return (
    <>
      <PageHeader
        title={asked === null ? 'Policies' : `Policy version ${asked}`}
        aside={
          asked === null ? `version ${active} is active` : asked === active ? 'active' : `version ${active} is active`
        }
      />
      <nav className={styles.versions} aria-label="Versions">
        {versions.map(({ version, state }) => (
          <Link
            key={version}
            href={`/policies/${version}`}
            aria-current={version === shown?.version ? 'page' : undefined}
          >
            v{version} · {state}
          </Link>
        ))}
      </nav>
      {shown ? (
        <PolicyVersion version={shown} />
      ) : (
        <EmptyState title={`There is no version ${asked ?? active}.`}>Choose one of the versions above.</EmptyState>
      )}
    </>
  );
}
