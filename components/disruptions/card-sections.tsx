import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { Alternatives } from './alternatives.tsx';
import classes from './card.module.css';
import { FactsBehind } from './facts-behind.tsx';
import { Gate } from './gate.tsx';
import { Happened } from './happened.tsx';
import { IfWrong, UndoUntil } from './if-wrong.tsx';
import { Proposed } from './proposed.tsx';
import { RiskScore } from './risk-score.tsx';
import { SimilarCases } from './similar-cases.tsx';
import { Threatens } from './threatens.tsx';
import { Timeline } from './timeline.tsx';
import { Why } from './why.tsx';

/** The questions of a card and their answers, in the order in which they are asked. */
export function CardSections({ card }: { card: Card }) {
  const { proposal } = card;
  const chosen = proposal?.alternatives.find((a) => a.key === proposal.chosen);
  return (
    <div className={classes.sections}>
      <Happened card={card} />
      <Threatens card={card} />
      <Proposed proposal={proposal} closed={card.state === 'closed'} />
      {proposal && <Why reason={proposal.reason} />}
      {proposal && <Alternatives proposal={proposal} />}
      <IfWrong wrong={card.wrong} />
      {chosen && <UndoUntil chosen={chosen} />}
      {proposal && <Gate gate={proposal.gate} />}
      {proposal && <RiskScore risk={proposal.risk} />}
      {proposal && <FactsBehind proposalId={proposal.id} />}
      <Timeline caseId={card.id} shown={proposal?.revision ?? null} />
      <SimilarCases similar={card.similar} />
    </div>
  );
}
