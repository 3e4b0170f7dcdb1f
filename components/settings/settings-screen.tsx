'use client';

import { SegmentedControl, Switch } from '@mantine/core';
import { KeyTable } from '../layout/key-table.tsx';
import { useMe } from '../layout/person.tsx';
import { SCHEMES, useCommands } from '../layout/use-commands.ts';
import { Link } from '../ui/link.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { usePreference } from '../ui/preferences.ts';
import { Section } from '../ui/section.tsx';
import { useHydrated } from '../ui/use-hydrated.ts';
import { OwnSessions } from './own-sessions.tsx';
import { PasswordForm } from './password-form.tsx';
import styles from './settings.module.css';

/** Who you are here, and how this browser shows the console. */
export function SettingsScreen() {
  const me = useMe();
  const { colorScheme, setColorScheme } = useCommands();
  const [keys, setKeys] = usePreference('keys');
  const hydrated = useHydrated();
  return (
    <>
      <PageHeader title="Settings" />
      <Section title="Your account">
        <dl className={styles.facts}>
          <div>
            <dt>Name</dt>
            <dd>{me.name}</dd>
          </div>
          <div>
            <dt>Email</dt>
            <dd>{me.email}</dd>
          </div>
          <div>
            <dt>Roles</dt>
            <dd>{me.roles.map(({ words }) => words).join(', ') || 'none'}</dd>
          </div>
          <div>
            <dt>Regions</dt>
            <dd>
              {me.regions.includes('*') ? 'all regions' : me.regions.join(', ') || 'none: no case is yours to see'}
            </dd>
          </div>
        </dl>
      </Section>
      <Section title="Password" aside="ends your other sessions">
        <PasswordForm />
      </Section>
      <Section title="Sessions" aside="where you are signed in">
        <OwnSessions />
      </Section>
      <Section title="Signals" aside="for everybody">
        <p>
          <Link href="/settings/noise">Noise</Link>: what must hold, and for how long, before a signal raises a case,
          and what that suppressed.
        </p>
      </Section>
      <Section title="Retention" aside="for everybody">
        <p>
          <Link href="/settings/retention">Retention</Link>: how long the feed, alarm counts and notes of closed cases
          are kept.
        </p>
      </Section>
      <Section title="Colours" aside="in this browser">
        <SegmentedControl
          aria-label="Colours"
          size="xs"
          data={SCHEMES.map(({ value, label }) => ({ value, label }))}
          value={hydrated ? colorScheme : 'auto'}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
        />
      </Section>
      <Section title="Keys" aside="in this browser">
        <Switch
          className={styles.switch}
          checked={keys}
          onChange={(event) => setKeys(event.currentTarget.checked)}
          label="Single keys act"
          description="Switch this off if you speak to your computer or keys are pressed by accident. ⌘K or Ctrl K stays."
        />
        <KeyTable />
      </Section>
    </>
  );
}
