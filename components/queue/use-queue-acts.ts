'use client';

import { useMutation } from '@tanstack/react-query';
import type { QueueRow } from '../../server/decisions/disruptions/schema.ts';
import { useMe } from '../layout/person.tsx';
import { useCanAct } from '../live/live-provider.tsx';
import { NOT_LIVE } from '../live/live-state.ts';
import { tell } from '../live/notices.ts';
import { useTRPC } from '../live/trpc.ts';

/** What the queue's keys do to a case: release it as its row shows it, claim it or let it go. The server decides whether they may. */
export function useQueueActs() {
  const trpc = useTRPC();
  const me = useMe();
  const canAct = useCanAct();
  // Frames bring what comes of them.
  const approve = useMutation(trpc.proposals.approve.mutationOptions());
  const claim = useMutation(trpc.disruptions.claim.mutationOptions());

  return {
    approve: ({ title, stage, proposal }: QueueRow) => {
      if (!canAct) return tell(NOT_LIVE, 'refused');
      if (!proposal || stage !== 'waiting-for-people') return tell(`${title} does not wait for a release.`, 'refused');
      if (proposal.mayApprove?.allowed === false)
        return tell(proposal.mayApprove.why ?? 'You may not release this.', 'refused');
      approve.mutate(
        { proposalId: proposal.id, shownHash: proposal.shownHash },
        { onSuccess: () => tell(`${title}: your release is recorded for “${proposal.title}”.`) },
      );
    },
    claim: ({ id, title, owner }: QueueRow) => {
      if (!canAct) return tell(NOT_LIVE, 'refused');
      const wanted = owner?.id !== me.id;
      claim.mutate(
        { disruptionId: id, claim: wanted },
        { onSuccess: () => tell(wanted ? `${title} is yours.` : `${title} has no owner now.`) },
      );
    },
  };
}
