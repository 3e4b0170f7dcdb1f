'use client';

import dynamic from 'next/dynamic';
import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { prepareValueAtRisk } from '../charts/prepare-value-at-risk.ts';
import { plural } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { WorldTime } from '../ui/times.tsx';
import cardClasses from './card.module.css';
import classes from './evidence.module.css';
import { ThreatenedGoods } from './threatened-goods.tsx';
import { ThreatenedLines } from './threatened-lines.tsx';

const ValueAtRisk = dynamic(() => import('../charts/value-at-risk.tsx').then((file) => file.ValueAtRisk), {
  ssr: false,
  loading: () => <div className={classes.chartSpace} />,
});

const SHOWN_CUSTOMERS = 3;

const namesOf = (customers: string[], count: number): string => {
  const rest = count - SHOWN_CUSTOMERS;
  return rest > 0 ? `${customers.slice(0, SHOWN_CUSTOMERS).join(', ')} and ${rest} more` : customers.join(', ');
};

/** What is at stake: lines, customers, money by day. */
export function Threatens({ card: { id, threatens } }: { card: Card }) {
  const { words, breachAt, customers, customerCount, lines, lineCount, byDay, goods, goodsCount, until } = threatens;
  const chart = prepareValueAtRisk(byDay, breachAt);
  return (
    <Section
      title="What it threatens"
      aside={
        <>
          {goods ? plural(goodsCount, 'item') : plural(lineCount, 'line')} for{' '}
          {namesOf(customers, customerCount) || 'no named customer'}
          <br />
          {until} <WorldTime at={breachAt} />
        </>
      }
    >
      <p className={cardClasses.sentence}>{words}</p>
      {chart ? (
        <figure className={classes.figure}>
          <figcaption>Money at risk by day, with nothing done and with the proposal</figcaption>
          <ValueAtRisk chart={chart} />
        </figure>
      ) : goods ? null : (
        <p className={cardClasses.quiet}>There are too few facts to say how the money at risk grows by day.</p>
      )}
      <ThreatenedLines caseId={id} first={lines} count={lineCount} />
      {goods && <ThreatenedGoods caseId={id} first={goods} count={goodsCount} />}
    </Section>
  );
}
