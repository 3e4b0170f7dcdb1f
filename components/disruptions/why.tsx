import type { ProposalView } from '../../server/decisions/proposals/schema.ts';
import { Section } from '../ui/section.tsx';
import cardClasses from './card.module.css';
import classes from './evidence.module.css';

/** Why this and not the others: the contrast, what would change it, and what was assumed. */
export function Why({ reason }: { reason: ProposalView['reason'] }) {
  return (
    <Section title="Why this, not the others">
      <p className={cardClasses.sentence}>{reason.sentence}</p>
      {reason.versus.length > 0 && (
        <ul className={classes.plain}>
          {reason.versus.map(({ key, sentence }) => (
            <li key={key}>{sentence}</li>
          ))}
        </ul>
      )}
      {reason.wouldChangeIf && <p>{reason.wouldChangeIf}</p>}
      {reason.assumptions.length > 0 && (
        <details>
          <summary>What was assumed</summary>
          <ul className={classes.points}>
            {reason.assumptions.map((assumption) => (
              <li key={assumption}>{assumption}</li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
