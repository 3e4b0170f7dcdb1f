'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../live/trpc.ts';

/**
 * What a person may do on a card. A refusal is shown where the act was made; either way the card is fetched anew.
 * @param look shows the proposal as it is now: whoever changed it need not be told
 */
export function useCardActs(look: () => void) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const lookAgain = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: trpc.disruptions.pathKey() }),
      client.invalidateQueries({ queryKey: trpc.actions.pathKey() }),
    ]);
  const heard = {
    meta: { quiet: true },
    onSuccess: async () => {
      await lookAgain();
      look();
    },
    // Not waited for: on a slow line the refusal is read first, the new facts come after.
    onError: () => void lookAgain(),
  };
  return {
    approve: useMutation(trpc.proposals.approve.mutationOptions(heard)),
    modify: useMutation(trpc.proposals.modify.mutationOptions(heard)),
    override: useMutation(trpc.proposals.override.mutationOptions(heard)),
    reject: useMutation(trpc.proposals.reject.mutationOptions(heard)),
    claim: useMutation(trpc.disruptions.claim.mutationOptions({ onSettled: () => void lookAgain() })),
  };
}
export type CardActs = ReturnType<typeof useCardActs>;
