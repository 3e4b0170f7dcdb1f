import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { Link } from '../ui/link.tsx';
import { Age } from '../ui/times.tsx';
import classes from './card.module.css';
import { ReadAgain } from './read-again.tsx';

/** What somebody must know before the evidence: nothing could be proposed, or a fact behind the case was taken back. */
export function CaseNotes({ card }: { card: Card }) {
  const newest = card.corrections.find(({ actionId }) => actionId === null);
  const carried = card.corrections.filter(({ actionId }) => actionId !== null);
  if (!card.held && !newest && !carried.length) return null;
  return (
    <div className={classes.outcome}>
      {card.held ? (
        <p role="status">
          <strong>{card.held}</strong> {card.readAgain ? <ReadAgain id={card.id} may={card.readAgain} /> : null}
          {card.heldBy === 'models' ? <Link href="/agents">Models</Link> : null}
        </p>
      ) : null}
      {newest ? (
        <p>
          <a href={`#note-${newest.id}`}>{newest.words}</a> <Age at={newest.at} suffix=" ago" />
        </p>
      ) : null}
      {carried.map(({ id, words, actionId }) => (
        <p key={id}>
          <strong>{words}</strong> <Link href={`/actions/${actionId}`}>See what can be undone</Link>
        </p>
      ))}
    </div>
  );
}
