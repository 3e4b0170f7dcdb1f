import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { Link } from '../ui/link.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import cardClasses from './card.module.css';
import classes from './evidence.module.css';

/** Earlier cases like this one: what was chosen and how they ended. */
export function SimilarCases({ similar }: { similar: Card['similar'] }) {
  return (
    <Section title="Similar cases" aside={similar.length > 0 ? `${similar.length} shown` : null}>
      {similar.length === 0 ? (
        <p className={cardClasses.quiet}>
          No earlier case is like this one. Closed cases of the same supplier or item appear here.
        </p>
      ) : (
        <ul className={classes.similar}>
          {similar.map((past) => (
            <li key={past.id}>
              <Link href={`/disruptions/${past.id}`}>{past.title}</Link>
              <span>{past.chosen ?? 'nothing chosen'}</span>
              <span>{past.ended}</span>
              <span className={cardClasses.quiet}>
                {past.closedAt ? <Age at={past.closedAt} suffix=" ago" /> : 'open'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
