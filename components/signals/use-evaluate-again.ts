'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../live/trpc.ts';

/** Asks for undecided signals to be evaluated again; what it changes is fetched anew, and again when their decider has been there. */
export function useEvaluateAgain() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useMutation(
    trpc.signals.evaluateAgain.mutationOptions({
      onSettled: () =>
        Promise.all(
          [trpc.signals.undecided.pathKey(), trpc.signals.read.pathKey()].map((queryKey) =>
            client.invalidateQueries({ queryKey }),
          ),
        ),
    }),
  );
}
