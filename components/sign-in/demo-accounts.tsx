'use client';

import { Button } from '@mantine/core';
import styles from './sign-in.module.css';

export type DemoAccount = { email: string; role: string; does: string };

/** The demo's people, what each may do, and a button that fills the form. */
export function DemoAccounts({
  accounts,
  onTake,
}: {
  accounts: DemoAccount[];
  onTake: (account: DemoAccount) => void;
}) {
  return (
    <section className={styles.demo} aria-labelledby="demo-accounts">
      <h2 id="demo-accounts">Demo accounts</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Role</th>
            <th scope="col">Email</th>
            <th scope="col">
              <span className={styles.hidden}>Choose</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.email} title={account.does}>
              <td>{account.role}</td>
              <td>{account.email}</td>
              <td>
                <Button size="compact-xs" onClick={() => onTake(account)} aria-label={`Use ${account.email}`}>
                  Use
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
