'use client';

import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { PASSWORD_LEAST } from '../../server/auth/schema.ts';
import { readRefusal } from '../live/refusal.ts';
import { useTRPC } from '../live/trpc.ts';
import { Refused } from '../ui/refused.tsx';
import styles from './settings.module.css';

const EMPTY = { current: '', next: '', again: '' };
type Field = keyof typeof EMPTY;
const FIELDS: { name: Field; label: string; autoComplete: string; description?: string }[] = [
  { name: 'current', label: 'Present password', autoComplete: 'current-password' },
  {
    name: 'next',
    label: 'New password',
    autoComplete: 'new-password',
    description: `At least ${PASSWORD_LEAST} characters; a sentence is fine.`,
  },
  { name: 'again', label: 'New password again', autoComplete: 'new-password' },
];

/** Another password, by the present one. It ends the person's other sessions. */
export function PasswordForm() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [typed, setTyped] = useState(EMPTY);
  const [differs, setDiffers] = useState(false);
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        setTyped(EMPTY);
        return cache.invalidateQueries({ queryKey: trpc.session.list.queryKey() });
      },
    }),
  );
  const fields = change.error ? readRefusal(change.error).fields : null;
  const problemOf = (name: Field) => (name === 'again' ? differs && 'is not the same' : fields?.[name]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { current, next, again } = typed;
    setDiffers(next !== again);
    if (next === again) change.mutate({ current, next });
  };
  return (
    <form onSubmit={submit} className={styles.password} aria-label="Change the password">
      {FIELDS.map(({ name, ...field }) => (
        <PasswordInput
          key={name}
          size="xs"
          required
          withAsterisk={false}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${field.label}` }}
          {...field}
          value={typed[name]}
          error={problemOf(name)}
          onChange={({ currentTarget: { value } }) => setTyped({ ...typed, [name]: value })}
        />
      ))}
      <div className={styles.ends}>
        <Button type="submit" size="xs" loading={change.isPending}>
          Change password
        </Button>
        <output>{change.data ? changed(change.data.ended) : null}</output>
      </div>
      {change.error && !fields ? <Refused error={change.error} /> : null}
    </form>
  );
}

const changed = (ended: number) =>
  `Your password was changed. ${ended === 0 ? 'You had no other sessions.' : ended === 1 ? 'One other session was ended.' : `${ended} other sessions were ended.`}`;
