import type { Card } from '../../server/decisions/disruptions/schema.ts';
import type { Alternative } from '../../server/decisions/proposals/schema.ts';
import { formatMoney, plural } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import cardClasses from './card.module.css';
import classes from './evidence.module.css';

/** What if this turns out wrong: how earlier decisions like it ended, counted. */
export function IfWrong({ wrong: { words, past } }: { wrong: Card['wrong'] }) {
  const open = past.decided - past.inTime - past.late;
  return (
    <Section title="If wrong" aside={past.decided > 0 ? `the last ${past.decided} like this` : undefined}>
      <p className={cardClasses.sentence}>{words}</p>
      {past.decided > 0 && (
        <p className={classes.counts}>
          <span>
            <b>{past.inTime}</b> in time
          </span>
          <span>
            <b>{past.late}</b> late
          </span>
          {open > 0 && (
            <span>
              <b>{open}</b> still open
            </span>
          )}
        </p>
      )}
    </Section>
  );
}

/** What can be undone until when: first free of cost before anything is sent, then at its price, then no more. */
export function UndoUntil({ chosen }: { chosen: Alternative }) {
  const { kind, untilHours, feeUsd, words } = chosen.reversible;
  const acts = chosen.saga !== null;
  return (
    <Section title="What can be undone">
      <p className={cardClasses.sentence}>
        {words || (acts ? 'No fact tells how it can be undone.' : 'Nothing is sent, so there is nothing to undo.')}
      </p>
      {acts && (
        <ol className={classes.windows}>
          <li>
            <b>Before it is sent</b> Undo stops it, free of cost.
          </li>
          {kind !== 'no' && (
            <li>
              <b>{untilHours === null ? 'Once sent' : `Up to ${plural(untilHours, 'hour')} after it is sent`}</b> Roll
              back {feeUsd > 0 ? `costs ${formatMoney(feeUsd)}` : 'has no fee'}
              {kind === 'partly' ? ' and undoes a part of it' : ''}. The plan with what stays spent comes first.
            </li>
          )}
          {(kind === 'no' || untilHours !== null) && (
            <li>
              <b>After that</b> It stays as it is; a correction is a new decision.
            </li>
          )}
        </ol>
      )}
    </Section>
  );
}
