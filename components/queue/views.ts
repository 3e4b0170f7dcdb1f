import type { z } from 'zod';
import type { queueInput } from '../../server/decisions/disruptions/schema.ts';

export type View = z.infer<typeof queueInput>['filter'];

/** The views of the queue, and what an empty one says: what would fill it. */
export const VIEWS: { key: View; label: string; empty: string; fills: string }[] = [
  {
    key: 'open',
    label: 'Open',
    empty: 'No case is open.',
    fills: 'A case appears here by itself when the world passes a due date and no delivery has been recorded.',
  },
  {
    key: 'waiting',
    label: 'Waiting for people',
    empty: 'Nothing waits for a person.',
    fills: 'Cases whose proposal policy does not release by itself stand here until enough people have.',
  },
  {
    key: 'mine',
    label: 'Mine',
    empty: 'You hold no case.',
    fills: 'Go to a case in the queue and press C to claim it.',
  },
  {
    key: 'closed',
    label: 'Closed',
    empty: 'No case has closed yet.',
    fills: 'A case closes by itself when its delivery is recorded, and then says whether the alarm was true.',
  },
];

/** The view an address asks for; anything unknown is the open queue. */
export const readView = (asked: string | string[] | null | undefined): View =>
  VIEWS.find(({ key }) => key === asked)?.key ?? 'open';
