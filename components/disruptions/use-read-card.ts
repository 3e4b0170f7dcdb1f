'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { changedUnderEyes, describeChange } from './describe-change.ts';

export type ReadCard = {
  /** The case as it is now, with the proposal as it was last looked at. */
  card: Card;
  /** What moved since, or null. Nobody acts on the proposal until they have looked. */
  changed: string[] | null;
  /** Shows the proposal as it is now. */
  look: () => void;
};

/**
 * The card of a case. What is under the eyes is not swapped: when the proposal changes, the one that was read stays
 * until the person looks at the new one, and acts name the hash that was last shown.
 */
export function useReadCard(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.disruptions.card.queryOptions({ id });
  const query = useQuery(options);
  const latest = query.data ?? null;
  const [read, setRead] = useState<Card | null>(latest);

  const moved = read !== null && latest !== null && changedUnderEyes(read, latest);
  if (latest && latest !== read && !moved) setRead(latest);

  const shown: ReadCard | null = latest && {
    card: moved ? { ...latest, proposal: read.proposal } : latest,
    changed: moved ? describeChange(read, latest) : null,
    look: () => setRead(client.getQueryData(options.queryKey) ?? latest),
  };
  return { shown, error: query.error, retry: () => void query.refetch() };
}
