'use client';

import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SourceDetail } from '../../server/events/sources/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { ErrorState } from '../ui/messages.tsx';
import { ContractDiff } from './contract-diff.tsx';
import { ContractFacts } from './contract-facts.tsx';
import styles from './sources.module.css';
import { useSourceActs } from './use-source-acts.ts';

type Props = {
  source: SourceDetail;
  type: string;
  versions: SourceDetail['contracts'];
  denied: string | null;
  edit: () => void;
};

/** One contract in all its versions: read any, compare any two, release the next, stop or take up again. */
export function ContractVersions({ source, type, versions, denied, edit }: Props) {
  const trpc = useTRPC();
  const newest = versions[0]?.version ?? 1;
  const [version, setVersion] = useState(newest);
  const [before, setBefore] = useState<number | null>(null);
  const { switchContract } = useSourceActs();
  const place = useRef<HTMLElement>(null);
  // It stands below the list of all contracts, which may be longer than the screen.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
    place.current?.focus({ preventScroll: true });
  }, []);
  const at = versions.some((one) => one.version === version) ? version : newest;
  const read = useQuery(trpc.sources.contract.queryOptions({ sourceId: source.id, type, version: at }));
  const names = versions.map((one) => ({ value: String(one.version), label: `Version ${one.version}, ${one.state}` }));
  const shown = versions.find((one) => one.version === at);
  const released = Math.max(0, ...versions.filter(({ state }) => state !== 'draft').map((one) => one.version));
  const to = shown?.state === 'active' ? 'retired' : 'active';
  return (
    <section ref={place} tabIndex={-1} className={styles.form} aria-label={`Contract for ${type}`}>
      <div className={styles.row}>
        <NativeSelect
          aria-label="Version"
          data={names}
          value={String(at)}
          onChange={(event) => setVersion(Number(event.currentTarget.value))}
        />
        {versions.length > 1 ? (
          <NativeSelect
            aria-label="Compare with"
            data={[{ value: '', label: 'Compare with…' }, ...names.filter(({ value }) => value !== String(at))]}
            value={before === null ? '' : String(before)}
            onChange={(event) => setBefore(event.currentTarget.value ? Number(event.currentTarget.value) : null)}
          />
        ) : null}
        <ActButton denied={denied} onClick={edit}>
          New version
        </ActButton>
        {shown?.state === 'active' || (shown?.state === 'retired' && at === released) ? (
          <ActButton
            denied={denied}
            loading={switchContract.isPending}
            onClick={() => switchContract.mutate({ sourceId: source.id, type, version: at, state: to })}
          >
            {to === 'retired' ? 'Stop accepting' : 'Accept again'}
          </ActButton>
        ) : null}
      </div>
      {before !== null && before !== at ? (
        <ContractDiff sourceId={source.id} type={type} before={Math.min(before, at)} after={Math.max(before, at)} />
      ) : null}
      {read.error && !read.data ? (
        <ErrorState title="This version could not be loaded." error={read.error} retry={() => void read.refetch()} />
      ) : null}
      {read.data ? <ContractFacts contract={read.data} /> : null}
    </section>
  );
}
