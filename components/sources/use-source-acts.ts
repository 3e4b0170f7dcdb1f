'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../live/trpc.ts';

/** What a person may do to sources. Each tells the screens that show them to look again, whether it was taken or refused. */
export function useSourceActs() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const heard = { onSettled: () => void client.invalidateQueries({ queryKey: trpc.sources.pathKey() }) };
  const quiet = { ...heard, meta: { quiet: true } };
  return {
    add: useMutation(trpc.sources.add.mutationOptions(quiet)),
    rotate: useMutation(trpc.sources.rotateKey.mutationOptions(quiet)),
    revoke: useMutation(trpc.sources.revokeKey.mutationOptions(quiet)),
    switchSource: useMutation(trpc.sources.switch.mutationOptions(heard)),
    switchContract: useMutation(trpc.sources.switchContract.mutationOptions(heard)),
    check: useMutation(trpc.sources.check.mutationOptions({ meta: { quiet: true } })),
    amend: useMutation(trpc.sources.amend.mutationOptions({ meta: { quiet: true } })),
    release: useMutation(trpc.sources.release.mutationOptions(quiet)),
  };
}
