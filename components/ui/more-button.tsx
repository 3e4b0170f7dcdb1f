'use client';

import { Button } from '@mantine/core';
import { formatCount } from './format.ts';

/** Brings what a list has left out, and says how much that is. Nothing where nothing is left. */
export function MoreButton({
  label,
  left,
  loading,
  onMore,
}: {
  label: string;
  left: number;
  loading: boolean;
  onMore: () => void;
}) {
  if (left <= 0) return null;
  return (
    <Button variant="subtle" size="compact-sm" loading={loading} onClick={onMore}>
      {label} ({formatCount(left)} more)
    </Button>
  );
}
