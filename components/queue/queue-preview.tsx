'use client';

import { useMe } from '../layout/person.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import type { ShownRow } from './hold-rows.ts';
import styles from './queue.module.css';

/** Roles whose people act on cases; the server decides case by case. */
const ACTING = ['planner', 'approver'];

const KEYS = [
  ['a', 'approve'],
  ['m', 'modify'],
  ['o', 'override'],
  ['r', 'reject'],
  ['c', 'claim'],
  ['Enter', 'open'],
] as const;

/** Four sentences on the row under the cursor or the pointer, and the keys that work on it. Its height never changes. */
export function QueuePreview({ shown, atCursor }: { shown: ShownRow | undefined; atCursor: boolean }) {
  const acts = useMe().roles.some(({ key }) => ACTING.includes(key));
  if (!shown) {
    return (
      <aside className={styles.preview} aria-label="Case in short">
        <p className={styles.quiet}>
          <KeyHint keys="j" /> <KeyHint keys="k" /> move along the rows; the case under the cursor is told here.{' '}
          <KeyHint keys="?" /> lists all keys.
        </p>
      </aside>
    );
  }
  const { words } = shown.row;
  return (
    <aside className={styles.preview} aria-label="Case in short">
      <dl>
        <Sentence label="Happened" text={words.happened} />
        <Sentence label="Threatens" text={words.threatens} />
        <Sentence label="Proposed" text={words.proposed} />
        <Sentence label="Why" text={words.why} />
      </dl>
      <p className={styles.hints} data-shown={atCursor || undefined}>
        {KEYS.filter(([key]) => key === 'Enter' || acts).map(([key, does]) => (
          <span key={key}>
            <KeyHint keys={key} /> {does}
          </span>
        ))}
      </p>
    </aside>
  );
}

function Sentence({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd title={text}>{text}</dd>
    </div>
  );
}
