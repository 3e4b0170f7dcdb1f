import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react';
import type { RollbackPlan } from '../../server/actions/sagas/schema.ts';
import { Money } from '../ui/money.tsx';
import classes from './actions.module.css';

/** What a roll-back would do, in the order in which it would run, with what stays spent and who would refuse. */
export function RollBackPlan({ plan }: { plan: RollbackPlan }) {
  return (
    <div>
      <p className={classes.sentence}>{plan.words}</p>
      {plan.steps.length > 0 && (
        <ol className={classes.planSteps}>
          {plan.steps.map((step) => (
            <li key={step.key}>
              <span className={classes.planTitle}>
                <IconArrowBackUp size={14} aria-hidden /> {step.title}{' '}
                <span className={classes.quiet}>{step.system}</span>
              </span>
              <span className={classes.planCost}>
                {step.residualUsd > 0 ? (
                  <>
                    <Money usd={step.residualUsd} /> stays spent
                  </>
                ) : (
                  'no cost'
                )}
              </span>
              <span className={classes.planWords}>{step.words}</span>
              {step.blocker && (
                <span className={classes.blocker}>
                  <IconAlertTriangle size={14} aria-hidden /> {step.system} will refuse: {step.blocker}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      <p className={classes.planTotal}>
        <span>Stays spent in all</span> <Money usd={plan.residualUsd} />
      </p>
    </div>
  );
}
