'use client';

import { useState } from 'react';
import type { QueueRow } from '../../server/decisions/disruptions/schema.ts';
import { countChanges, freshRows, holdRows } from './hold-rows.ts';

/**
 * The rows to draw. While `held`, they keep their places and new facts only fill their cells; what else changed is
 * counted until `take` is called or the hold ends. Another `view` starts afresh.
 */
export function useHeldRows(incoming: readonly QueueRow[], view: string, held: boolean) {
  const [state, setState] = useState(() => ({ incoming, view, rows: freshRows(incoming), settled: true }));
  let now = state;
  if (state.view !== view) now = { incoming, view, rows: freshRows(incoming), settled: true };
  else if (!held && (!state.settled || state.incoming !== incoming))
    now = { incoming, view, rows: freshRows(incoming), settled: true };
  else if (state.incoming !== incoming) now = { incoming, view, rows: holdRows(state.rows, incoming), settled: false };
  if (now !== state) setState(now);
  return {
    rows: now.rows,
    changes: now.settled ? 0 : countChanges(now.rows, incoming),
    take: () => setState({ incoming, view, rows: freshRows(incoming), settled: true }),
  };
}
