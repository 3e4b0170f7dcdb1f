import type { ProposalView } from '../../server/decisions/proposals/schema.ts';
import { Link } from '../ui/link.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import { VerdictMark } from '../ui/verdict-mark.tsx';
import classes from './evidence.module.css';

/** Who has to release this, by which rule of which version, and who has. */
export function Gate({ gate }: { gate: ProposalView['gate'] }) {
  const { verdict, policyVersion, rules, seatsNeeded, seatRole, seats, revoked, words } = gate;
  return (
    <Section title="Gate" aside={<Link href={`/policies/${policyVersion}`}>policy v{policyVersion}</Link>}>
      <p className={classes.answer}>
        <VerdictMark verdict={verdict} seats={{ given: seats.length, needed: seatsNeeded }} />
        <span>{words}</span>
      </p>
      {seatsNeeded > 0 && (
        <p>
          {seats.length} of {seatsNeeded} given{seatRole && `; it takes the role ${seatRole} or one above it`}.
        </p>
      )}
      {seats.map((seat) => (
        <div key={seat.userId} className={classes.seat}>
          <p>
            {seat.name} released it <Age at={seat.at} suffix=" ago" />.
          </p>
          {seat.note && <Quoted text={seat.note} source={seat.name} />}
        </div>
      ))}
      {revoked.map(({ userId, name, at, note, words: why }) => (
        <div key={`${userId} ${at}`} className={classes.seat}>
          <p>
            <strong>No longer counts:</strong> the approval of {name}, who {why} (found <Age at={at} suffix=" ago" />
            ).
          </p>
          {note && <Quoted text={note} source={name} />}
        </div>
      ))}
      {rules.length > 0 && (
        <details>
          <summary>Why: the rules that decided</summary>
          <ul className={classes.rules}>
            {rules.map((rule) => (
              <li key={rule.id}>
                <span>
                  {rule.effect === 'permit' ? 'allows' : 'forbids'} {rule.rung}
                </span>
                <span>{rule.words}</span>
                <code>{rule.id}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
