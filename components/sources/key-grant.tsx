'use client';

import { Checkbox, TagsInput } from '@mantine/core';
import type { SourceDetail } from '../../server/events/sources/schema.ts';
import styles from './sources.module.css';

type KeyScope = SourceDetail['keys'][number]['scopes'][number];

/** What a key is for, and where it may read. */
export type Grant = { scopes: KeyScope[]; regions: string[] };
/** What a key is given where nobody says otherwise. */
export const SENDS_ONLY: Grant = { scopes: ['send'], regions: [] };

const SCOPES: { scope: KeyScope; label: string; description: string }[] = [
  { scope: 'send', label: 'Send', description: 'Signals and files, and what became of them.' },
  {
    scope: 'read',
    label: 'Read',
    description: 'Cases, proposals, decisions, actions, lineage and signals of the regions below.',
  },
  { scope: 'propose', label: 'Propose', description: 'Kept for a later release: no call asks for it yet.' },
];

/** Whether a key sees more than what its own source sent. */
const reads = ({ scopes }: Grant): boolean => scopes.some((scope) => scope !== 'send');

/** Why a key cannot be given this, by field; null where it can. */
export const missingOf = (grant: Grant) => ({
  scopes: grant.scopes.length ? null : 'Pick at least one.',
  regions: reads(grant) && !grant.regions.length ? 'Name the regions it may read.' : null,
});

type Props = {
  grant: Grant;
  change: (grant: Grant) => void;
  /** Regions of the reader: a key is given at most these. */
  mine: readonly string[];
  tried: boolean;
};

/** What a new key is for: sending alone, unless somebody says otherwise. */
export function KeyGrant({ grant, change, mine, tried }: Props) {
  const missing = missingOf(grant);
  const setScopes = (scopes: KeyScope[]) => {
    const next = { ...grant, scopes };
    change({ scopes, regions: reads(next) ? (reads(grant) ? grant.regions : [...mine]) : [] });
  };
  return (
    <>
      <Checkbox.Group
        label="The key may"
        value={grant.scopes}
        onChange={(values) => setScopes(SCOPES.map(({ scope }) => scope).filter((scope) => values.includes(scope)))}
        error={tried ? missing.scopes : null}
      >
        <div className={styles.scopes}>
          {SCOPES.map(({ scope, label, description }) => (
            <Checkbox key={scope} value={scope} label={label} description={description} />
          ))}
        </div>
      </Checkbox.Group>
      {reads(grant) ? (
        <TagsInput
          label="Regions it may read"
          description={`At most your own: ${mine.includes('*') ? '* is every region' : mine.join(', ')}.`}
          data={[...mine]}
          value={grant.regions}
          onChange={(regions) => change({ ...grant, regions })}
          error={tried ? missing.regions : null}
          comboboxProps={{ withinPortal: false, position: 'bottom', middlewares: { flip: false } }}
          maxDropdownHeight={100}
          acceptValueOnBlur
          clearable
        />
      ) : null}
    </>
  );
}

/** A grant in words: "Send", "Send, read emea". */
export function grantWords({ scopes, regions }: Grant): string {
  const words = SCOPES.filter(({ scope }) => scopes.includes(scope)).map(({ label }) => label.toLowerCase());
  const where = regions.includes('*') ? 'every region' : regions.join(', ');
  const text = `${words.join(', ')}${where ? `: ${where}` : ''}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
