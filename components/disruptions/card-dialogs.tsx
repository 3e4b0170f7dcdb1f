'use client';

import type { Doing } from './card-acts.tsx';
import { type DialogProps, ModifyDialog } from './modify-dialog.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import { RejectDialog } from './reject-dialog.tsx';

/** The dialogs of a card; loaded when the first of them is asked for, since most readers of a card open none. */
export function CardDialogs({ doing, ...dialog }: Omit<DialogProps, 'opened'> & { doing: Doing | null }) {
  return (
    <>
      <ModifyDialog {...dialog} opened={doing === 'modify'} />
      <OverrideDialog {...dialog} opened={doing === 'override'} />
      <RejectDialog {...dialog} opened={doing === 'reject'} />
    </>
  );
}
