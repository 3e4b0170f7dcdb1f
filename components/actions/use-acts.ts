'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../live/trpc.ts';

/** What a person may do to an action. Each tells the screens that show it to look again, whether it was taken or refused. */
export function useActs(done?: () => void) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const lookAgain = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: trpc.actions.pathKey() }),
      client.invalidateQueries({ queryKey: trpc.disruptions.pathKey() }),
    ]);
  const heard = { onSuccess: () => done?.(), onSettled: () => void lookAgain() };
  const quiet = { ...heard, meta: { quiet: true } };
  return {
    undo: useMutation(trpc.actions.undo.mutationOptions(heard)),
    rollBack: useMutation(trpc.actions.rollBack.mutationOptions(quiet)),
    closeStep: useMutation(trpc.actions.closeStep.mutationOptions(quiet)),
  };
}
