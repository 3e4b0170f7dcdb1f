import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconCircle,
  IconClock,
  IconLoader2,
  IconUser,
} from '@tabler/icons-react';
import type { z } from 'zod';
import type { ActionState, StepState } from '../../server/actions/sagas/schema.ts';
import type { stageSchema } from '../../server/decisions/disruptions/schema.ts';
import styles from './ui.module.css';

type Stage = z.infer<typeof stageSchema>;
export type State = ActionState | StepState | Stage;

const MARKS: Record<
  State,
  { Icon: typeof IconCheck; word: string; tone: 'quiet' | 'busy' | 'ok' | 'attention' | 'danger' }
> = {
  // a case
  'waiting-for-people': { Icon: IconUser, word: 'waiting for people', tone: 'attention' },
  watching: { Icon: IconClock, word: 'watching', tone: 'quiet' },
  'in-action': { Icon: IconLoader2, word: 'in action', tone: 'busy' },
  denied: { Icon: IconBan, word: 'denied', tone: 'attention' },
  rejected: { Icon: IconBan, word: 'rejected', tone: 'quiet' },
  'needs-person': { Icon: IconAlertTriangle, word: 'needs a person', tone: 'danger' },
  // an action
  grace: { Icon: IconClock, word: 'grace period', tone: 'attention' },
  running: { Icon: IconLoader2, word: 'running', tone: 'busy' },
  done: { Icon: IconCheck, word: 'done', tone: 'ok' },
  stopped: { Icon: IconBan, word: 'undone before dispatch', tone: 'quiet' },
  withdrawn: { Icon: IconBan, word: 'withdrawn: the facts moved', tone: 'quiet' },
  failed: { Icon: IconAlertTriangle, word: 'failed', tone: 'danger' },
  compensating: { Icon: IconArrowBackUp, word: 'rolling back', tone: 'busy' },
  rolled_back: { Icon: IconArrowBackUp, word: 'rolled back', tone: 'quiet' },
  needs_person: { Icon: IconAlertTriangle, word: 'needs a person', tone: 'danger' },
  closed_by_person: { Icon: IconUser, word: 'closed by a person', tone: 'quiet' },
  // a step
  pending: { Icon: IconCircle, word: 'not started', tone: 'quiet' },
  undoing: { Icon: IconArrowBackUp, word: 'undoing', tone: 'busy' },
  undone: { Icon: IconArrowBackUp, word: 'undone', tone: 'quiet' },
  undo_refused: { Icon: IconAlertTriangle, word: 'undo refused', tone: 'danger' },
  closed: { Icon: IconUser, word: 'closed by a person', tone: 'quiet' },
};

/** Where a case, an action or a step stands: icon, word, colour. */
export function StateMark({ state }: { state: State }) {
  const { Icon, word, tone } = MARKS[state];
  return (
    <span className={styles.mark} data-tone={tone}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {word}
    </span>
  );
}
