import type { QuarantineRow } from '../../server/events/quarantine/schema.ts';
import { signalHref } from '../../server/events/signals/constants.ts';
import { Link } from '../ui/link.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { Stamp } from '../ui/times.tsx';

const WORDS = {
  accepted: 'and it was accepted',
  duplicate: 'and it was a duplicate of what had been accepted',
  quarantined: 'and it was quarantined again',
};

/** What became of a quarantined signal: who replayed or discarded it, when, and the signal or row it ended in. */
export function Became({ row }: { row: QuarantineRow }) {
  const { became, settledAt, settledName, state, note } = row;
  if (!settledAt || state === 'replaying') return null;
  if (state === 'discarded') {
    return (
      <>
        <p>
          {settledName} discarded it <Stamp at={settledAt} />.
        </p>
        {note ? <Quoted text={note} source={settledName ?? 'a person'} /> : null}
      </>
    );
  }
  if (!became) return null;
  return (
    <p>
      {settledName} replayed it <Stamp at={settledAt} />, {WORDS[became.outcome]}
      {became.source && became.id && became.outcome !== 'quarantined' ? (
        <>
          {': '}
          <Link href={signalHref({ source: became.source, id: became.id })}>{became.id}</Link>
        </>
      ) : null}
      {became.quarantineId && became.quarantineId !== row.id ? (
        <>
          {': '}
          <Link href={`/signals/quarantine/${became.quarantineId}`}>what it became</Link>
        </>
      ) : null}
      .
    </p>
  );
}
