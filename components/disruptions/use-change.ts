'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Alternative, AlternativeKey, ProposalView } from '../../server/decisions/proposals/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { type Draft, draftChange, draftProblems, isUnchanged } from './change-draft.ts';

const SETTLE_MS = 300;

/**
 * A change in the making: which alternative, what was typed for each, and what the tower says of it, re-scored and
 * re-gated as it is typed. What was typed outlives a new version of the proposal.
 * @param offered the alternatives that may be picked, at least one
 */
export function useChange(proposal: ProposalView, offered: readonly Alternative[], first: AlternativeKey | undefined) {
  const trpc = useTRPC();
  const [picked, pick] = useState(first);
  const [drafts, setDrafts] = useState<Partial<Record<AlternativeKey, Draft>>>({});
  const alternative = offered.find((a) => a.key === picked) ?? offered[0];
  const draft = (alternative && drafts[alternative.key]) ?? {};
  const problems = alternative ? draftProblems(alternative, draft) : {};
  const sound = alternative !== undefined && Object.keys(problems).length === 0;
  const change = alternative && draftChange(alternative, draft);
  const asked = { proposalId: proposal.id, change: change ?? { alternative: proposal.chosen } };
  const [settled] = useDebouncedValue(asked, SETTLE_MS);
  const same = change === undefined || isUnchanged(change, proposal.chosen);

  const preview = useQuery(
    trpc.proposals.preview.queryOptions(settled, {
      enabled: sound && !same,
      placeholderData: keepPreviousData,
      staleTime: 0,
      retry: false,
    }),
  );
  return {
    alternative,
    pick,
    draft,
    type: (values: Draft) =>
      alternative && setDrafts({ ...drafts, [alternative.key]: { ...drafts[alternative.key], ...values } }),
    problems,
    change,
    same,
    /** What keeps it from being sent, or null. */
    wanting:
      alternative === undefined
        ? 'No other alternative can be chosen.'
        : !sound
          ? 'Correct what is marked.'
          : same
            ? 'Change something first.'
            : null,
    preview,
    /** The figures shown belong to what was typed before; new ones are on their way. */
    settling: JSON.stringify(settled) !== JSON.stringify(asked) || preview.isFetching,
  };
}
export type ChangeInTheMaking = ReturnType<typeof useChange>;
