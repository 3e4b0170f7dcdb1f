'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { type DemoAccount, DemoAccounts } from './demo-accounts.tsx';
import styles from './sign-in.module.css';

type Props = { next: string; demo: { password: string; accounts: DemoAccount[] } | null };

/** Email and password, and the demo's accounts where there is a demo. */
export function SignInForm({ next, demo }: Props) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    const answer = await signIn('credentials', { email, password, redirect: false }).catch(() => undefined);
    if (answer?.ok) return window.location.assign(next);
    setBusy(false);
    setRefused(
      answer?.status === 401
        ? 'No account has this email and password. Check both and try again.'
        : 'The server cannot be reached. Try again in a moment.',
    );
  }

  return (
    <>
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
        <Button type="submit" variant="filled" size="sm" loading={busy}>
          Sign in
        </Button>
        <div className={styles.refused} role="alert">
          {refused}
        </div>
      </form>
      {demo ? (
        <DemoAccounts
          accounts={demo.accounts}
          onTake={(account) => {
            setEmail(account.email);
            setPassword(demo.password);
            setRefused(null);
          }}
        />
      ) : null}
    </>
  );
}
