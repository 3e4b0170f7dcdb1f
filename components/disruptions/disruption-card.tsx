'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './card.module.css';
import { CardActs, type Doing } from './card-acts.tsx';
import { CardHeader } from './card-header.tsx';
import { CardOutcome } from './card-outcome.tsx';
import { CardSections } from './card-sections.tsx';
import { CaseNotes } from './case-notes.tsx';
import { ChangedNotice } from './changed-notice.tsx';
import { useCardActs } from './use-card-acts.ts';
import { type ReadCard, useReadCard } from './use-read-card.ts';

const CardDialogs = dynamic(() => import('./card-dialogs.tsx').then((file) => file.CardDialogs), { ssr: false });

type Props = { id: string; start: Doing | null };

/** The card of a case: what happened, what it threatens, what is proposed and why, what else, what if wrong, and the acts. */
export function DisruptionCard({ id, start }: Props) {
  const { shown, error, retry } = useReadCard(id);
  if (!shown) {
    if (error) return <ErrorState title="The case could not be loaded." error={error} retry={retry} />;
    return <EmptyState title="Loading the case…" />;
  }
  return <OpenCard shown={shown} start={start} />;
}

function OpenCard({ shown, start }: { shown: ReadCard; start: Doing | null }) {
  const { card, changed, look } = shown;
  const acts = useCardActs(look);
  // A dialog that the address asks for opens only where it may; the button says why not.
  const [doing, setDoing] = useState<Doing | null>(start && card.may[start]?.allowed ? start : null);
  const [asked, setAsked] = useState(doing !== null);
  // The address keeps which dialog is open, so that a reload or a shared link opens it again.
  const turn = (next: Doing | null) => {
    setDoing(next);
    if (next) setAsked(true);
    for (const act of [acts.modify, acts.override, acts.reject]) act.reset();
    window.history.replaceState(null, '', next ? `?do=${next}` : window.location.pathname);
  };
  const acting = Object.values(acts).some((act) => act.isPending);
  return (
    <article className={classes.card}>
      <div className={classes.top}>
        <CardHeader card={card} acts={<CardActs shown={shown} acts={acts} open={turn} />} />
        <CardOutcome card={card} />
        <CaseNotes card={card} />
        {changed && !acting && <ChangedNotice changed={changed} look={look} />}
        {acts.approve.error ? <Refused error={acts.approve.error} /> : null}
      </div>
      <CardSections card={card} />
      {asked && card.proposal && (
        <CardDialogs shown={shown} acts={acts} close={() => turn(null)} proposal={card.proposal} doing={doing} />
      )}
    </article>
  );
}
