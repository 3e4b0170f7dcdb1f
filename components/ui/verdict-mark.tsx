import { IconBan, IconCheck, IconUser, IconUsers } from '@tabler/icons-react';
import type { Verdict } from '../../server/decisions/proposals/schema.ts';
import styles from './ui.module.css';

const MARKS = {
  auto: { Icon: IconCheck, word: 'auto', means: 'Policy releases this by itself.' },
  approve: { Icon: IconUser, word: 'approve', means: 'One person has to release this.' },
  escalate: { Icon: IconUsers, word: 'escalate', means: 'Several people have to release this.' },
  deny: { Icon: IconBan, word: 'deny', means: 'Policy forbids this.' },
} as const satisfies Record<Verdict, unknown>;

type Props = {
  verdict: Verdict /** People given and needed; shown when more than one is needed. */;
  seats?: { given: number; needed: number };
};

/** What policy says of a proposal: icon and word, and how many people it still wants ("escalate 1 of 2"). */
export function VerdictMark({ verdict, seats }: Props) {
  const { Icon, word, means } = MARKS[verdict];
  const count =
    seats && seats.needed > 1 ? ` ${seats.given} of ${seats.needed}` : verdict === 'escalate' && !seats ? ' ×2' : '';
  return (
    <span className={styles.mark} data-verdict={verdict} title={means}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {word}
      {count}
    </span>
  );
}
