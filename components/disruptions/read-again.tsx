'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';

/** Has a case read again that was set aside because it cannot be read. What comes of it arrives by itself. */
export function ReadAgain({ id, may }: { id: string; may: NonNullable<Card['readAgain']> }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const again = useMutation(
    trpc.disruptions.readAgain.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: trpc.disruptions.pathKey() }),
    }),
  );
  return (
    <>
      <ActButton
        size="xs"
        denied={may.why}
        loading={again.isPending}
        onClick={() => again.mutate({ disruptionId: id })}
      >
        Read again
      </ActButton>
      <span role="status">{again.isSuccess ? ' It is read again within a few seconds.' : null}</span>
    </>
  );
}
