'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ActionView } from '../../server/actions/sagas/schema.ts';
import { ActButton } from '../ui/act-button.tsx';
import { pressAct } from '../ui/press-act.ts';
import { Countdown } from '../ui/times.tsx';
import { useHotkeysSafe } from '../ui/use-hotkeys-safe.ts';
import classes from './actions.module.css';
import { useActs } from './use-acts.ts';

const RollBackDialog = dynamic(() => import('./roll-back-dialog.tsx').then((file) => file.RollBackDialog), {
  ssr: false,
});

const denial = (may: ActionView['may'][keyof ActionView['may']] | undefined, otherwise: string): string | null =>
  may?.allowed ? null : (may?.why ?? otherwise);

/** Undo while nothing has been sent, Roll back afterwards. `keys` says whether U works here: one action a screen at most. */
export function ActionControls({ action, keys }: { action: ActionView; keys: boolean }) {
  const { undo } = useActs();
  const [planning, setPlanning] = useState<'not yet' | 'open' | 'closed'>('not yet');
  const inGrace = action.state === 'grace';
  const canRollBack = action.state === 'done' || action.state === 'running' || action.may.rollback?.allowed === true;
  const undoDenied = denial(action.may.undo, 'You may not undo this action.');
  const undoId = `undo-${action.id}`;

  useHotkeysSafe({ u: () => pressAct(undoId) }, { enabled: keys && inGrace });

  return (
    <div className={classes.controls}>
      {inGrace && (
        <>
          <span id={undoId}>
            <ActButton
              onClick={() => undo.mutate({ actionId: action.id })}
              denied={undoDenied}
              loading={undo.isPending}
              {...(keys ? { hotkey: 'u' } : {})}
            >
              Undo
            </ActButton>
          </span>
          <span className={classes.grace}>
            <Countdown until={action.graceUntil} past="sending now" /> left
          </span>
        </>
      )}
      {!inGrace && canRollBack && (
        <ActButton
          onClick={() => setPlanning('open')}
          denied={denial(action.may.rollback, 'This action cannot be rolled back.')}
        >
          Roll back
        </ActButton>
      )}
      {planning !== 'not yet' && (
        <RollBackDialog actionId={action.id} opened={planning === 'open'} close={() => setPlanning('closed')} />
      )}
    </div>
  );
}
