'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { NoiseSetting } from './noise-setting.tsx';
import styles from './settings.module.css';

/** What is watched, how noise is taken out of it, and what that suppressed. */
export function NoiseScreen() {
  const trpc = useTRPC();
  const noise = useQuery(trpc.noise.list.queryOptions());
  return (
    <>
      <PageHeader title="Noise" aside="what must hold, and for how long, before a signal raises a case" />
      <p className={styles.lead}>
        Readings are judged by when they happened, not by when they came. One that comes up to six hours late is put in
        its place; what trembles, repeats or passes by itself raises nothing, and is counted here.
      </p>
      {noise.error && !noise.data ? (
        <ErrorState title="The settings could not be loaded." error={noise.error} retry={() => void noise.refetch()} />
      ) : !noise.data ? (
        <LoadingRows />
      ) : noise.data.settings.length === 0 ? (
        <EmptyState title="Nothing is watched yet.">
          A release that watches a type of signal brings its default setting with it.
        </EmptyState>
      ) : (
        noise.data.settings.map((setting) => (
          // A newer version is another form: what was typed over an older one does not survive it.
          <NoiseSetting
            key={`${setting.type} ${setting.measure} ${setting.version}`}
            setting={setting}
            may={noise.data.may}
          />
        ))
      )}
    </>
  );
}
