'use client';

import type { ActionView } from '../../server/actions/sagas/schema.ts';
import { useNow } from '../ui/use-now.ts';
import { describeAction } from './describe-action.ts';

/** How the action stands, in one sentence. The countdown is left to the button, so that nothing is read aloud each second. */
export function ActionSentence({ action }: { action: Pick<ActionView, 'state' | 'steps' | 'detail' | 'graceUntil'> }) {
  const over = useNow() >= Date.parse(action.graceUntil);
  return <span suppressHydrationWarning>{describeAction(action, over)}</span>;
}
