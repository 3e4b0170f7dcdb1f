import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconClock,
  IconLoader2,
  IconRefresh,
} from '@tabler/icons-react';
import type { QuarantineState } from '../../server/events/quarantine/constants.ts';
import type { SignalState as State } from '../../server/events/signals/schema.ts';
import ui from '../ui/ui.module.css';

const MARKS: Record<State | QuarantineState, { Icon: typeof IconCheck; word: string; tone: string }> = {
  waiting: { Icon: IconClock, word: 'accepted', tone: 'busy' },
  evaluated: { Icon: IconCheck, word: 'evaluated', tone: 'quiet' },
  undecided: { Icon: IconAlertTriangle, word: 'undecided', tone: 'attention' },
  retracted: { Icon: IconArrowBackUp, word: 'taken back', tone: 'attention' },
  held: { Icon: IconClock, word: 'held', tone: 'attention' },
  replaying: { Icon: IconLoader2, word: 'being replayed', tone: 'busy' },
  replayed: { Icon: IconRefresh, word: 'replayed', tone: 'ok' },
  discarded: { Icon: IconBan, word: 'discarded', tone: 'quiet' },
};

/** Where a signal stands, in the log or in the quarantine: icon, word, colour. */
export function SignalState({ state }: { state: State | QuarantineState }) {
  const { Icon, word, tone } = MARKS[state];
  return (
    <span className={ui.mark} data-tone={tone}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {word}
    </span>
  );
}
