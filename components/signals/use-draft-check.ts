'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DraftForm } from '../../server/events/quarantine/schema.ts';
import { useTRPC } from '../live/trpc.ts';

const PAUSE_MS = 350;

type Asked = { id: string; form: DraftForm; text: string };

/** What would become of a draft, asked of the server whenever somebody pauses in typing. */
export function useDraftCheck({ id, form, text }: Asked, enabled: boolean) {
  const trpc = useTRPC();
  const [draft] = useDebouncedValue(text, PAUSE_MS);
  const check = useMutation(trpc.quarantine.check.mutationOptions({ meta: { quiet: true } }));
  const { mutate } = check;
  useEffect(() => {
    if (enabled) mutate({ id, form, text: draft });
  }, [enabled, id, form, draft, mutate]);
  return { check: check.data, checking: check.isPending || draft !== text };
}
