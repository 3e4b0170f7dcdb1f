'use client';

import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useId } from 'react';
import { Link } from '../ui/link.tsx';
import { useHydrated } from '../ui/use-hydrated.ts';
import { useMe } from './person.tsx';
import styles from './shell.module.css';
import { SCHEMES, useCommands } from './use-commands.ts';

/** Who is signed in and as what; colours; signing out. Opens in the browser's top layer and closes by itself. */
export function PersonMenu() {
  const me = useMe();
  const id = useId();
  const { colorScheme, setColorScheme, leave } = useCommands();
  const chosen = useHydrated() ? colorScheme : null;
  return (
    <div>
      <button type="button" className={styles.person} popoverTarget={id}>
        {me.name} <IconChevronDown size={14} aria-hidden="true" />
      </button>
      <section id={id} popover="auto" className={styles.personMenu} aria-label="Your account">
        <p className={styles.quiet}>{me.email}</p>
        <p className={styles.quiet}>{me.roles.map((role) => role.words).join(', ')}</p>
        <fieldset>
          <legend>Colours</legend>
          {SCHEMES.map(({ value, label }) => (
            <button key={value} type="button" aria-pressed={value === chosen} onClick={() => setColorScheme(value)}>
              {label}
              {value === chosen ? <IconCheck size={14} aria-hidden="true" /> : null}
            </button>
          ))}
        </fieldset>
        <Link href="/settings">Settings, password and sessions</Link>
        <button type="button" onClick={leave}>
          Sign out
        </button>
      </section>
    </div>
  );
}
