'use client';

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ModelCard } from '../../server/decisions/models/schema.ts';
import { REASON } from '../../server/decisions/proposals/constants.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ReasonField, reasonProblem } from '../ui/reason-field.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './agents.module.css';

type Props = { model: ModelCard; act: 'suspend' | 'resume'; opened: boolean; close: () => void };

const WORDS = {
  suspend: {
    title: 'Suspend the model',
    effect:
      'Agents that need it propose nothing more. What waits for people on its word is withdrawn, and each case says why. What was decided stays decided.',
  },
  resume: {
    title: 'Resume the model',
    effect: 'It is listed again, and the agents are asked about the cases that waited.',
  },
} as const;

/** Takes a model out of use or brings it back, with a reason that is kept. */
export function StatusDialog({ opened, close, ...form }: Props) {
  return (
    <Dialog title={WORDS[form.act].title} opened={opened} close={close}>
      <StatusForm {...form} close={close} />
    </Dialog>
  );
}

function StatusForm({ model, act, close }: Omit<Props, 'opened'>) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const heard = {
    meta: { quiet: true },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: trpc.agents.pathKey() });
      close();
    },
  };
  const suspend = useMutation(trpc.agents.suspend.mutationOptions(heard));
  const resume = useMutation(trpc.agents.resume.mutationOptions(heard));
  const change = act === 'suspend' ? suspend : resume;
  const problem = reasonProblem(text, REASON);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (problem) return;
    change.mutate({ name: model.name, version: model.version, reason: text.trim() });
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <p>{WORDS[act].effect}</p>
      <ReasonField label="Reason" value={text} onChange={setText} problem={tried ? problem : null} autoFocus />
      <Refused error={change.error} />
      <div className={classes.end}>
        <Button onClick={close}>Cancel</Button>
        <ActButton
          type="submit"
          variant="filled"
          denied={model.may[act].allowed ? null : model.may[act].why}
          loading={change.isPending}
        >
          {act === 'suspend' ? 'Suspend' : 'Resume'}
        </ActButton>
      </div>
    </form>
  );
}
