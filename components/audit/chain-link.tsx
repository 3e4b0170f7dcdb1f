import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { Trace } from '../../server/audit/schema.ts';
import { plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import classes from './audit.module.css';
import { AuditEntry } from './audit-entry.tsx';
import { ChainSignals } from './chain-signals.tsx';
import { LINK_WORDS } from './words.ts';

/** Where a link of the chain stands on the console, as words of the anchor. */
const PLACE_WORDS: Partial<Record<Trace['chain'][number]['link'], string>> = {
  disruption: 'Open the case',
  proposal: 'Open the proposal on the case',
  policy: 'Open the policy version',
  decision: 'Open the decision on the case',
  step: 'Open the action',
  'roll-back': 'Open the action',
};

const MARKS = { there: IconCircleCheck, none: IconCircleDashed, missing: IconCircleX };

/** One link from signal to roll-back: what it says, where it stands, and the entries behind it. */
export function ChainLink({ link, target }: { link: Trace['chain'][number]; target: string | null }) {
  const empty = link.entries.length === 0 && link.signals.length === 0;
  const mark = !link.present ? 'missing' : empty ? 'none' : 'there';
  const Mark = MARKS[mark];
  return (
    <li id={link.link} className={classes.link} data-missing={!link.present || undefined}>
      <Mark className={classes.mark} size={20} aria-hidden />
      <div className={classes.linkHead}>
        <h2>{LINK_WORDS[link.link]}</h2>
        {!link.present && <strong className={classes.missing}>missing</strong>}
        <span className={classes.quiet}>
          {link.entries.length > 0 ? plural(link.entries.length, 'entry', 'entries') : 'no entries'}
        </span>
        {link.href && PLACE_WORDS[link.link] && <Link href={link.href}>{PLACE_WORDS[link.link]}</Link>}
      </div>
      <p className={classes.words}>{link.words}</p>
      {link.signals.length > 0 && <ChainSignals signals={link.signals} />}
      {link.entries.length > 0 && (
        <div className={classes.entries}>
          {link.entries.map((entry) => (
            <AuditEntry key={entry.id} entry={entry} target={target === `entry-${entry.id}`} />
          ))}
        </div>
      )}
    </li>
  );
}
