'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNow } from '../ui/use-now.ts';
import { type DemoAccount, DemoAccounts } from './demo-accounts.tsx';
import { nextPath } from './next-path.ts';
import { postAuth } from './post-auth.ts';
import styles from './sign-in.module.css';

type Props = {
  next: string;
  /** What came before this page, such as a session that ended. */
  told: string | null;
  demo: { password: string; accounts: DemoAccount[] } | null;
};

type Refusal = { message: string /** Wall-clock milliseconds until which trying again is refused. */; until: number };

/** Why a sign-in was refused, and until when the next one will be. */
async function readRefusal(answer: Response | null): Promise<Refusal> {
  if (answer?.status === 401)
    return { message: 'No account has this email and password. Check both and try again.', until: 0 };
  if (answer?.status !== 429) return { message: 'The server cannot be reached. Try again in a moment.', until: 0 };
  const seconds = Number(answer.headers.get('retry-after')) || 1;
  const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string };
  return { message: detail ?? `Wait ${seconds} s and try again.`, until: Date.now() + seconds * 1_000 };
}

/** Email and password, and the demo's accounts where there is a demo. */
export function SignInForm({ next, told, demo }: Props) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(250);
  const wait = refused ? Math.ceil((refused.until - now) / 1_000) : 0;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (wait > 0) return;
    setBusy(true);
    setRefused(null);
    const answer = await postAuth('callback/credentials', { email, password }).catch(() => null);
    if (answer?.ok) return window.location.assign(nextPath(next));
    setBusy(false);
    setRefused(await readRefusal(answer));
  }

  return (
    <>
      {told ? <p className={styles.told}>{told}</p> : null}
      {/* Sent before the page has come alive, a password must not end up in an address. */}
      <form method="post" onSubmit={submit} className={styles.form}>
        <TextInput
          label="Email"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          // One thing on this page is named Password: the field.
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed' }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" size="sm" loading={busy} disabled={wait > 0}>
          {wait > 0 ? `Wait ${wait} s` : 'Sign in'}
        </Button>
        <div className={styles.refused} role="alert">
          {refused?.message}
        </div>
      </form>
      {demo ? (
        <DemoAccounts
          accounts={demo.accounts}
          onTake={(account) => {
            setEmail(account.email);
            setPassword(demo.password);
            setRefused((before) => (before && before.until > Date.now() ? before : null));
          }}
        />
      ) : null}
    </>
  );
}
