'use client';

import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import type { ProposalView } from '../../server/decisions/proposals/schema.ts';
import { Section } from '../ui/section.tsx';
import { AlternativeRow } from './alternative-row.tsx';
import classes from './alternatives.module.css';
import { compareAlternatives, type SortBy } from './compare-alternatives.ts';

const COLUMNS: { by: SortBy; label: string; span?: number }[] = [
  { by: 'cost', label: 'Cost' },
  { by: 'arrives', label: 'Arrives' },
  { by: 'lines', label: 'In time' },
  { by: 'risk', label: 'Risk left' },
];

/** Where nothing arrives, one column says what an alternative does. */
const UNTIMED: typeof COLUMNS = [
  { by: 'cost', label: 'Cost' },
  { by: 'lines', label: 'Effect', span: 2 },
  { by: 'risk', label: 'Risk left' },
];

/** The alternatives, with what differs from the proposal. */
export function Alternatives({ proposal }: { proposal: ProposalView }) {
  return (
    <Section title="Alternatives" aside="do nothing first; differences are to the proposal">
      <AlternativeTable proposal={proposal} />
    </Section>
  );
}

/** The alternatives side by side: do-nothing first, what differs from the proposal marked, the sums behind each in place. */
export function AlternativeTable({ proposal }: { proposal: ProposalView }) {
  const [by, setBy] = useState<SortBy>('cost');
  const timed = proposal.alternatives.some(({ service }) => service.lines > 0);
  return (
    <div className={classes.scroll}>
      <table className={`${classes.table} ${classes.alternatives}`}>
        <thead>
          <tr>
            <th scope="col">Alternative</th>
            {(timed ? COLUMNS : UNTIMED).map((column) => (
              <th
                key={column.by}
                scope="col"
                data-num={column.span ? undefined : true}
                colSpan={column.span ?? 1}
                aria-sort={by === column.by ? sortOrder(by) : undefined}
              >
                <UnstyledButton className={classes.sort} onClick={() => setBy(column.by)}>
                  {column.label}
                  {by === column.by ? <IconArrowDown size={12} aria-hidden /> : <IconSelector size={12} aria-hidden />}
                </UnstyledButton>
              </th>
            ))}
            <th scope="col">Undo</th>
          </tr>
        </thead>
        {compareAlternatives(proposal.alternatives, proposal.chosen, by).map((row) => (
          <AlternativeRow key={row.alternative.key} row={row} />
        ))}
      </table>
    </div>
  );
}

/** Best first: the most lines in time, the least of everything else. */
const sortOrder = (by: SortBy) => (by === 'lines' ? 'descending' : 'ascending');
