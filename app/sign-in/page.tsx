import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { bridge, getEnd, getPerson } from '@/app/session';
import { nextPath } from '@/components/sign-in/next-path';
import styles from '@/components/sign-in/sign-in.module.css';
import { SignInForm } from '@/components/sign-in/sign-in-form';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '@/server/auth/constants';
import { ROLE_WORDS } from '@/server/auth/rights';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const next = nextPath((await searchParams).next);
  if (await getPerson()) redirect(next);
  const accounts = DEMO_ACCOUNTS.map(({ email, roles, does }) => ({
    email,
    does,
    role: roles.map((role) => ROLE_WORDS[role]).join(', '),
  }));
  return (
    <main className={styles.page}>
      <h1>Holdpoint</h1>
      <p className={styles.lead}>Sign in to see what needs a decision.</p>
      <SignInForm
        next={next}
        told={await getEnd()}
        demo={bridge().demo ? { password: DEMO_PASSWORD, accounts } : null}
      />
    </main>
  );
}
