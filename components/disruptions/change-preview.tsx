'use client';

import type { ProposalView } from '../../server/decisions/proposals/schema.ts';
import { Refused } from '../ui/refused.tsx';
import cardClasses from './card.module.css';
import classes from './change.module.css';
import { describePreview } from './describe-change.ts';
import type { ChangeInTheMaking } from './use-change.ts';

/** What the change does, before it is stored: each figure before and after, and who would have to release it. */
export function ChangePreview({ making, proposal }: { making: ChangeInTheMaking; proposal: ProposalView }) {
  const { preview, settling, wanting, same } = making;
  if (same)
    return (
      <p className={cardClasses.quiet}>This is the proposal as it stands. Change something to see what it does.</p>
    );
  if (!wanting && preview.error && !settling) return <Refused error={preview.error} />;
  if (!preview.data) return <p className={cardClasses.quiet}>Working out what this does…</p>;
  const { gate, reason } = preview.data;
  return (
    <div className={classes.preview} aria-busy={settling} data-settling={settling || undefined}>
      <table>
        <caption>What this changes</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">Proposal</th>
            <th scope="col">With your change</th>
          </tr>
        </thead>
        <tbody>
          {describePreview(proposal, preview.data).map(({ label, before, after, same: unmoved }) => (
            <tr key={label} data-same={unmoved || undefined}>
              <th scope="row">{label}</th>
              <td>{before}</td>
              <td>{unmoved ? 'the same' : after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">{gate.words}</p>
      <p className={cardClasses.quiet}>{reason.sentence}</p>
    </div>
  );
}
