'use client';

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Link } from '../ui/link.tsx';
import { Money } from '../ui/money.tsx';
import { Refused } from '../ui/refused.tsx';
import { Severity } from '../ui/severity.tsx';
import { TimeLeft } from '../ui/times.tsx';
import { VerdictMark } from '../ui/verdict-mark.tsx';
import classes from './approvals.module.css';
import type { Waiting } from './seats-for.ts';

/** One proposal that waits: the sentence, the money, the clock, the buttons. All else is on the card. */
export function ApprovalRow({ row }: { row: Waiting }) {
  const { id, title, severity, words, valueAtRiskUsd, breachAt, worldAt, proposal } = row;
  const trpc = useTRPC();
  // What is under the thumb is not swapped: a proposal that changes stays as it was read until the person looks.
  const [read, setRead] = useState(proposal);
  const changed = read.shownHash !== proposal.shownHash;
  const approve = useMutation(trpc.proposals.approve.mutationOptions({ meta: { quiet: true } }));
  const may = proposal.mayApprove;
  const denied =
    may?.allowed === false
      ? (may.why ?? 'You may not approve this.')
      : changed
        ? 'Look at the new version first.'
        : null;
  return (
    <li className={classes.row}>
      <h2>
        <Link href={`/disruptions/${id}`}>{title}</Link>
      </h2>
      <p className={classes.sentence}>{read.title}.</p>
      <p className={classes.why}>
        {words.threatens} {words.why}
      </p>
      <p className={classes.facts}>
        <Severity severity={severity} />
        <span className={classes.strong}>
          <Money usd={read.costUsd} />{' '}
          {row.valueKnown ? (
            <>
              to save up to <Money usd={valueAtRiskUsd} />
            </>
          ) : (
            'to save what nobody has priced'
          )}
        </span>
        <TimeLeft breachAt={breachAt} worldAt={worldAt} />
        <VerdictMark verdict={read.verdict} seats={{ given: proposal.seats, needed: proposal.seatsNeeded }} />
      </p>
      {changed && (
        <p className={classes.changed} role="status">
          Changed while you were reading: now {proposal.title}.{' '}
          <Button onClick={() => setRead(proposal)}>Show the new version</Button>
        </p>
      )}
      {may?.allowed === false && <p className={classes.quiet}>{may.why}</p>}
      <Refused error={approve.error} />
      <div className={classes.buttons}>
        <Button component={Link} href={`/disruptions/${id}`}>
          Open
        </Button>
        <ActButton
          variant="filled"
          denied={denied}
          loading={approve.isPending}
          onClick={() => approve.mutate({ proposalId: proposal.id, shownHash: read.shownHash })}
        >
          Approve
        </ActButton>
      </div>
    </li>
  );
}
