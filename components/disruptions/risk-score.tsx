import type { ProposalView, RiskFactor } from '../../server/decisions/proposals/schema.ts';
import { Section } from '../ui/section.tsx';
import cardClasses from './card.module.css';
import classes from './evidence.module.css';

const share = ({ points, max }: RiskFactor): number => (max > 0 ? Math.round((100 * points) / max) : 0);

/** The risk score and what it is made of: each factor with its points, its bar, and why. */
export function RiskScore({ risk: { score, factors } }: { risk: ProposalView['risk'] }) {
  return (
    <Section title="Risk score" aside="points add up to the score">
      <p className={cardClasses.sentence}>
        <b className="num">{score}</b> of 100
      </p>
      <dl className={classes.factors}>
        {factors.map((factor) => (
          <div key={factor.name}>
            <dt>{factor.name}</dt>
            <dd>
              <span className={classes.factorPoints}>
                {factor.points} of {factor.max}
              </span>
              <span className={classes.bar} aria-hidden="true">
                <span style={{ width: `${share(factor)}%` }} />
              </span>
              <span className={cardClasses.quiet}>{factor.words}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
