'use client';

import { useQuery } from '@tanstack/react-query';
import type { Card, CardDecision } from '../../server/decisions/disruptions/schema.ts';
import { ActionControls } from '../actions/action-controls.tsx';
import { ActionSentence } from '../actions/action-sentence.tsx';
import { useTRPC } from '../live/trpc.ts';
import { Link } from '../ui/link.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { Age } from '../ui/times.tsx';
import classes from './card.module.css';
import { decisionWords } from './words.ts';

/** How the case stands once something was decided or it has ended. Stands in the header, so that it is seen first. */
export function CardOutcome({ card }: { card: Card }) {
  const { proposal, decision } = card;
  const gate = proposal?.state === 'open' ? proposal.gate : null;
  const seats = gate?.seats ?? [];
  if (!decision && !card.closed && seats.length === 0) return null;
  return (
    <div className={classes.outcome}>
      {gate && seats.length > 0 && (
        <p role="status">
          <strong>
            Released by {seats.length} of {gate.seatsNeeded}:
          </strong>{' '}
          {seats.map((seat) => seat.name).join(', ')}. It waits for {gate.seatsNeeded - seats.length} more.
          {gate.revoked.map(({ name, words }) => ` The approval of ${name} no longer counts: ${name} ${words}.`)}
        </p>
      )}
      {card.closed && (
        <p>
          <strong role="status">The case is closed.</strong> {card.closed.words}
        </p>
      )}
      {decision && <Decided decision={decision} />}
    </div>
  );
}

function Decided({ decision }: { decision: CardDecision }) {
  return (
    <div className={classes.decided}>
      <p>
        <strong role="status">{decisionWords(decision)}</strong> <Age at={decision.decidedAt} suffix=" ago" />:{' '}
        {decision.title} <Link href={`/audit/${decision.id}`}>Trace</Link>
      </p>
      {decision.action && <Carried actionId={decision.action.id} title={decision.action.title} />}
    </div>
  );
}

/** The action of the decision, live, with Undo while nothing is sent and Roll back afterwards. */
function Carried({ actionId, title }: { actionId: string; title: string }) {
  const trpc = useTRPC();
  const action = useQuery(trpc.actions.read.queryOptions({ actionId }));
  return (
    <div className={classes.carried}>
      <Link href={`/actions/${actionId}`}>Action: {title}</Link>
      {action.data && (
        <>
          <StateMark state={action.data.state} />
          <span>
            <ActionSentence action={action.data} />
          </span>
          <ActionControls action={action.data} keys />
        </>
      )}
    </div>
  );
}
