'use client';

import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import type { QueueTotals } from '../../server/decisions/disruptions/schema.ts';
import { formatCount, plural } from '../ui/format.ts';
import { KeyHint } from '../ui/key-hint.tsx';
import { Money } from '../ui/money.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { ViewSwitch } from '../ui/view-switch.tsx';
import styles from './queue.module.css';
import { VIEWS, type View } from './views.ts';

type Props = {
  totals: QueueTotals | undefined;
  view: View;
  onView: (view: View) => void;
  search: string;
  onSearch: (search: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  changes: number;
  onTake: () => void;
};

/** Totals, views, search, and the button behind which changes wait. */
export function QueueToolbar({ totals, view, onView, search, onSearch, searchField, changes, onTake }: Props) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Escape') return;
    onSearch('');
    event.currentTarget.blur();
  };
  return (
    <>
      <PageHeader title="Queue" aside={totals ? <Totals totals={totals} /> : null} />
      <div className={styles.toolbar}>
        <ViewSwitch label="View" views={VIEWS} view={view} onView={onView} />
        <TextInput
          ref={searchField}
          className={styles.search}
          size="xs"
          type="search"
          aria-label="Search the queue"
          placeholder="Supplier, place, shipment"
          leftSection={<IconSearch size={14} aria-hidden="true" />}
          rightSection={search ? null : <KeyHint keys="/" />}
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div className={styles.changes} role="status">
          {changes > 0 ? (
            <Button size="compact-sm" variant="light" onClick={onTake} rightSection={<KeyHint keys="." />}>
              {plural(changes, 'change')} ↑
            </Button>
          ) : null}
        </div>
      </div>
    </>
  );
}

function Totals({ totals }: { totals: QueueTotals }) {
  return (
    <p className={styles.totals}>
      <span>
        open <b className="num">{formatCount(totals.open)}</b>
      </span>
      <span>
        at risk{' '}
        <b>
          <Money usd={totals.valueAtRiskUsd} compact />
        </b>
      </span>
      <span>
        breach within a day <b className="num">{formatCount(totals.breachWithinDay)}</b>
      </span>
      <span>
        waiting for people <b className="num">{formatCount(totals.waiting)}</b>
      </span>
    </p>
  );
}
