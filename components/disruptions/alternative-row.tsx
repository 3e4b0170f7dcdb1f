'use client';

import { UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { formatMoney } from '../ui/format.ts';
import { Money } from '../ui/money.tsx';
import { WorldTime } from '../ui/times.tsx';
import { AlternativeSums } from './alternative-sums.tsx';
import classes from './alternatives.module.css';
import cardClasses from './card.module.css';
import {
  type ComparedAlternative,
  daysWords,
  inTimeDelta,
  inTimeWords,
  spreadWords,
  undoWords,
} from './compare-alternatives.ts';

/** One alternative. Its sums open below it, in the same table. */
export function AlternativeRow({ row }: { row: ComparedAlternative }) {
  const { alternative, chosen, difference } = row;
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <tbody data-chosen={chosen || undefined} data-unavailable={alternative.unavailable !== null || undefined}>
      <tr>
        <th scope="row">
          <UnstyledButton
            className={classes.disclose}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <IconChevronRight size={14} aria-hidden />
            <span>{alternative.title}</span>
          </UnstyledButton>
          {chosen && (
            <span className={classes.chosen}>
              <IconCheck size={14} aria-hidden /> proposed
            </span>
          )}
        </th>
        {alternative.unavailable === null ? (
          <Figures alternative={alternative} difference={difference} />
        ) : (
          <td colSpan={5} className={classes.unavailable}>
            Cannot be chosen: {alternative.unavailable}
          </td>
        )}
      </tr>
      <tr id={id} hidden={!open}>
        <td colSpan={6}>{open && <AlternativeSums alternative={alternative} />}</td>
      </tr>
    </tbody>
  );
}

function Figures({ alternative, difference }: Pick<ComparedAlternative, 'alternative' | 'difference'>) {
  const { service } = alternative;
  return (
    <>
      <Figure label="Cost" delta={difference?.costUsd ? formatMoney(difference.costUsd, { signed: true }) : null}>
        <Money usd={alternative.costUsd} />
      </Figure>
      {service.lines === 0 ? (
        <td colSpan={2} data-label="Effect" className={classes.effect}>
          {service.words}
        </td>
      ) : (
        <Timing alternative={alternative} difference={difference} />
      )}
      <Figure label="Risk left" delta={difference?.riskUsd ? formatMoney(difference.riskUsd, { signed: true }) : null}>
        {alternative.riskLeftUsd === null ? 'not known' : <Money usd={alternative.riskLeftUsd} />}
      </Figure>
      <td data-label="Undo">{undoWords(alternative.reversible)}</td>
    </>
  );
}

/** When an alternative brings the goods, and how many lines in time. */
function Timing({ alternative, difference }: Pick<ComparedAlternative, 'alternative' | 'difference'>) {
  const { arrival, service } = alternative;
  const spread = arrival && spreadWords(arrival);
  return (
    <>
      <Figure label="Arrives" delta={difference?.arrivalDays ? daysWords(difference.arrivalDays) : null}>
        {arrival ? <WorldTime at={arrival.expected} date /> : 'not known'}
        {spread && <span className={cardClasses.quiet}> {spread}</span>}
      </Figure>
      <Figure label="In time" delta={difference && inTimeDelta(difference.lines, service.lines)}>
        <span title={service.words}>{inTimeWords(service)}</span>
      </Figure>
    </>
  );
}

function Figure({ label, delta, children }: { label: string; delta: string | null; children: ReactNode }) {
  return (
    <td data-num data-label={label}>
      <span>{children}</span>
      {delta && <span className={classes.delta}>{delta}</span>}
    </td>
  );
}
