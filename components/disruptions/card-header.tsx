'use client';

import type { ReactNode } from 'react';
import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { lineageHref } from '../lineage/address.ts';
import { Link } from '../ui/link.tsx';
import { Money } from '../ui/money.tsx';
import { Severity } from '../ui/severity.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { TimeLeft } from '../ui/times.tsx';
import classes from './card.module.css';

/** What the case is, how much it weighs, whose it is and how long there is; the acts at the end of the line. */
export function CardHeader({ card, acts }: { card: Card; acts: ReactNode }) {
  const { title, severity, stage, owner, threatens, worldAt, state, region } = card;
  return (
    <header className={classes.header}>
      <div className={classes.headline}>
        <h1>{title}</h1>
        <p className={classes.facts}>
          <Severity severity={severity} />
          <StateMark state={stage} />
          <span className={classes.strong}>
            {threatens.valueKnown ? <Money usd={threatens.valueAtRiskUsd} /> : 'value not known,'}{' '}
            {state === 'open' ? 'at risk' : 'was at risk'}
          </span>
          {state === 'open' && (
            <span>
              {card.playbook === 'supplier-delay' ? 'first promise' : threatens.until}:{' '}
              <TimeLeft breachAt={threatens.breachAt} worldAt={worldAt} />
            </span>
          )}
          <span>owner: {owner ? owner.name : 'nobody yet'}</span>
          <span className={classes.quiet}>{region}</span>
          <Link href={lineageHref({ kind: 'disruption', id: card.id })}>Lineage</Link>
        </p>
      </div>
      {acts}
    </header>
  );
}
