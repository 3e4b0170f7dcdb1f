'use client';

import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { useMe } from '../layout/person.tsx';
import { ActButton } from '../ui/act-button.tsx';
import { pressAct } from '../ui/press-act.ts';
import { useHotkeysSafe } from '../ui/use-hotkeys-safe.ts';
import classes from './card.module.css';
import type { CardActs as Acts } from './use-card-acts.ts';
import type { ReadCard } from './use-read-card.ts';

export type Doing = 'modify' | 'override' | 'reject';
type Act = keyof Card['may'];

const LOOK_FIRST = 'The proposal changed while you were reading. Look at what changed first.';

type Props = { shown: ReadCard; acts: Acts; open: (doing: Doing) => void };

/** The buttons of a card, each with its key. One that may not be used stays and says why. */
export function CardActs({ shown: { card, changed }, acts, open }: Props) {
  const me = useMe();
  const { proposal, owner } = card;
  const mine = owner?.id === me.id;
  const denied = (act: Act): string | null => {
    const may = card.may[act];
    if (!may?.allowed) return may?.why ?? 'You may not do this.';
    return changed && act !== 'assign' ? LOOK_FIRST : null;
  };
  const approve = () => proposal && acts.approve.mutate({ proposalId: proposal.id, shownHash: proposal.shownHash });

  useHotkeysSafe({
    Enter: () => pressAct('act-approve'),
    a: () => pressAct('act-approve'),
    m: () => pressAct('act-modify'),
    o: () => pressAct('act-override'),
    r: () => pressAct('act-reject'),
    c: () => pressAct('act-assign'),
  });

  return (
    <fieldset className={classes.acts} aria-label="What to do">
      <span id="act-assign">
        <ActButton
          hotkey="c"
          denied={denied('assign')}
          loading={acts.claim.isPending}
          onClick={() => acts.claim.mutate({ disruptionId: card.id, claim: !mine })}
        >
          {mine ? 'Let go' : 'Assign'}
        </ActButton>
      </span>
      <span id="act-reject">
        <ActButton hotkey="r" denied={denied('reject')} onClick={() => open('reject')}>
          Reject
        </ActButton>
      </span>
      <span id="act-override">
        <ActButton hotkey="o" denied={denied('override')} onClick={() => open('override')}>
          Override
        </ActButton>
      </span>
      <span id="act-modify">
        <ActButton hotkey="m" denied={denied('modify')} onClick={() => open('modify')}>
          Modify
        </ActButton>
      </span>
      <span id="act-approve">
        <ActButton
          hotkey="Enter"
          variant="filled"
          denied={denied('approve')}
          loading={acts.approve.isPending}
          onClick={approve}
        >
          Approve
        </ActButton>
      </span>
    </fieldset>
  );
}
